/**
 * Lays one map over another by moving, turning and scaling it, such that the sum of squared distances
 * between the points they share is smallest (ordinary Procrustes analysis; Gower 1975, "Generalized
 * Procrustes analysis"). It does not mirror.
 *
 * @param moved P × 2; its first points are those of `fixed`
 * @param fixed N × 2, N at most P, not all in one place
 * @returns all points of `moved`, P × 2, as they lie over `fixed`
 */
export function aligned(moved: Float32Array, fixed: Float32Array): Float32Array {
  const shared = moved.subarray(0, fixed.length);
  const from = centre(shared);
  const to = centre(fixed);
  let cosine = 0;
  let sine = 0;
  let squares = 0;
  for (let n = 0; n < fixed.length; n += 2) {
    const [x, y] = [shared[n] - from.x, shared[n + 1] - from.y];
    const [toX, toY] = [fixed[n] - to.x, fixed[n + 1] - to.y];
    cosine += x * toX + y * toY;
    sine += x * toY - y * toX;
    squares += x * x + y * y;
  }
  const [a, b] = [cosine / squares, sine / squares];
  const result = new Float32Array(moved.length);
  for (let n = 0; n < moved.length; n += 2) {
    const [x, y] = [moved[n] - from.x, moved[n + 1] - from.y];
    result[n] = a * x - b * y + to.x;
    result[n + 1] = b * x + a * y + to.y;
  }
  return result;
}

/** Root mean square distance of the points of a map (N × 2) from their centre. */
export function radius(positions: Float32Array): number {
  const { x, y } = centre(positions);
  let squares = 0;
  for (let n = 0; n < positions.length; n += 2) {
    squares += (positions[n] - x) ** 2 + (positions[n + 1] - y) ** 2;
  }
  return Math.sqrt((2 * squares) / positions.length);
}

function centre(positions: Float32Array): { x: number; y: number } {
  let [x, y] = [0, 0];
  for (let n = 0; n < positions.length; n += 2) {
    x += positions[n];
    y += positions[n + 1];
  }
  const count = positions.length / 2;
  return { x: x / count, y: y / count };
}

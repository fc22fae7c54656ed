/** From coordinates of a point to its position. */
export type LinearMap = (coordinates: Float32Array) => Float32Array;

/**
 * The positions of a PCA map as a linear function of coordinates along principal components, by least
 * squares. Such coordinates do not vary together, so that each has a slope by itself:
 * Σ_i (c_i − c̄)(y_i − ȳ) / Σ_i (c_i − c̄)².
 *
 * @param coordinates N × components
 * @param positions N × 2
 */
export function linearMap(
  coordinates: Float32Array,
  positions: Float32Array,
  components: number,
): LinearMap {
  const from = means(coordinates, components);
  const to = means(positions, 2);
  const slopes = new Float64Array(components * 2);
  const variances = new Float64Array(components);
  for (let i = 0; i < positions.length / 2; i++) {
    for (let c = 0; c < components; c++) {
      const offset = coordinates[i * components + c] - from[c];
      variances[c] += offset * offset;
      slopes[2 * c] += offset * (positions[2 * i] - to[0]);
      slopes[2 * c + 1] += offset * (positions[2 * i + 1] - to[1]);
    }
  }
  // A component along which nothing varies moves nothing.
  for (let c = 0; c < components; c++) {
    slopes[2 * c] /= variances[c] || 1;
    slopes[2 * c + 1] /= variances[c] || 1;
  }
  return (point) => {
    const position = Float64Array.from(to);
    for (let c = 0; c < components; c++) {
      position[0] += slopes[2 * c] * (point[c] - from[c]);
      position[1] += slopes[2 * c + 1] * (point[c] - from[c]);
    }
    return Float32Array.from(position);
  };
}

function means(rows: Float32Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let n = 0; n < rows.length; n++) sums[n % columns] += rows[n];
  return sums.map((sum) => (sum * columns) / rows.length);
}

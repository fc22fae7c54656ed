/** Mean of every column of `points` (N × dimensions). */
export function columnMeans(points: Float32Array, dimensions: number): Float64Array {
  const means = new Float64Array(dimensions);
  const count = points.length / dimensions;
  for (let i = 0, from = 0; i < count; i++) {
    for (let d = 0; d < dimensions; d++) means[d] += points[from++];
  }
  for (let d = 0; d < dimensions; d++) means[d] /= count;
  return means;
}

/** The points with their mean moved to the origin, as float64. */
export function centred(points: Float32Array, dimensions: number): Float64Array {
  const means = columnMeans(points, dimensions);
  const moved = new Float64Array(points.length);
  for (let from = 0; from < points.length; from += dimensions) {
    for (let d = 0; d < dimensions; d++) moved[from + d] = points[from + d] - means[d];
  }
  return moved;
}

/** |x_i|² of every row of `points` (N × dimensions). */
export function squaredNorms(points: Float64Array, dimensions: number): Float64Array {
  const norms = new Float64Array(points.length / dimensions);
  for (let i = 0, from = 0; i < norms.length; i++) {
    let sum = 0;
    for (let d = 0; d < dimensions; d++, from++) sum += points[from] * points[from];
    norms[i] = sum;
  }
  return norms;
}

/** Sum of the squares of all numbers. */
export function squaredNorm(vector: Float32Array | Float64Array): number {
  let sum = 0;
  for (let d = 0; d < vector.length; d++) sum += vector[d] * vector[d];
  return sum;
}

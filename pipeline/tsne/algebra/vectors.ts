/** Rows of numbers, count × dimensions. */
export interface Rows {
  readonly values: Float32Array;
  readonly dimensions: number;
}

/** Mean of every column of `points` (N × dimensions): of a constant one exactly its value, however large. */
export function columnMeans(points: Float32Array, dimensions: number): Float64Array {
  const sums = new Float64Array(dimensions);
  const count = points.length / dimensions;
  for (let i = 0, from = 0; i < count; i++) {
    for (let d = 0; d < dimensions; d++) sums[d] += points[from++] - points[d];
  }
  return sums.map((sum, d) => points[d] + sum / count);
}

/**
 * What can be taken off the columns of some sets of points (each rows × dimensions) without rounding in
 * float32: a value of the column where all others lie within a factor of two of it (Sterbenz 1974,
 * "Floating-point computation", section 4.3), else 0. What is left spreads as far as it reaches.
 */
export function exactOffsets(sets: readonly Float32Array[], dimensions: number): Float64Array {
  const least = new Float64Array(dimensions).fill(Infinity);
  const most = new Float64Array(dimensions).fill(-Infinity);
  for (const points of sets) {
    for (let from = 0; from < points.length; from += dimensions) {
      for (let d = 0; d < dimensions; d++) {
        const value = points[from + d];
        if (value < least[d]) least[d] = value;
        if (value > most[d]) most[d] = value;
      }
    }
  }
  return least.map((low, d) => {
    const high = most[d];
    const isNarrow = (low > 0 && high <= 2 * low) || (high < 0 && low >= 2 * high);
    return isNarrow ? low : 0;
  });
}

/** The given rows of `points` (N × dimensions), in that order. */
export function pickRows(
  points: Float32Array,
  dimensions: number,
  rows: ArrayLike<number>,
): Float32Array {
  const picked = new Float32Array(rows.length * dimensions);
  for (let n = 0; n < rows.length; n++) {
    const from = rows[n] * dimensions;
    picked.set(points.subarray(from, from + dimensions), n * dimensions);
  }
  return picked;
}

/** Points about the origin and within ±1, and the power of two that is their unit of length. */
export interface UnitRows extends Rows {
  readonly unit: number;
}

/**
 * The points less their mean, over their range: products of them are as exact as float32
 * allows and neither overflow nor vanish, and come out the same whatever unit the points are in.
 */
export function standardised(points: Float32Array, dimensions: number): UnitRows {
  const mean = columnMeans(points, dimensions);
  const unit = binaryRange(points, mean);
  return { values: shifted(points, mean, unit), dimensions, unit };
}

/**
 * The points less an origin, over `scale`, as float32: with the points' mean and range, products of
 * them are as exact as float32 allows and never overflow.
 *
 * @param origin one number a dimension
 */
export function shifted(points: Float32Array, origin: Float64Array, scale: number): Float32Array {
  const dimensions = origin.length;
  const moved = new Float32Array(points.length);
  for (let from = 0; from < points.length; from += dimensions) {
    for (let d = 0; d < dimensions; d++) moved[from + d] = (points[from + d] - origin[d]) / scale;
  }
  return moved;
}

/**
 * The smallest power of two that no number of `points` less an origin exceeds in absolute value; 1 where
 * all are 0.
 *
 * @param origin one number a dimension
 */
export function binaryRange(points: Float32Array, origin: Float64Array): number {
  const dimensions = origin.length;
  let largest = 0;
  for (let from = 0; from < points.length; from += dimensions) {
    for (let d = 0; d < dimensions; d++) {
      const size = Math.abs(points[from + d] - origin[d]);
      if (size > largest) largest = size;
    }
  }
  return largest > 0 ? 2 ** Math.ceil(Math.log2(largest)) : 1;
}

/** |x_i|² of every row of `points` (N × dimensions). */
export function squaredNorms(
  points: Float32Array | Float64Array,
  dimensions: number,
): Float64Array {
  const norms = new Float64Array(points.length / dimensions);
  for (let i = 0, from = 0; i < norms.length; i++) {
    let sum = 0;
    for (let d = 0; d < dimensions; d++, from++) sum += points[from] * points[from];
    norms[i] = sum;
  }
  return norms;
}

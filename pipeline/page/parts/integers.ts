/**
 * Whole numbers as the page holds them: n as 2n, or as −2n − 1 where it is negative, and of these first
 * all lowest bytes, then all second ones, … Small numbers of either sign so leave long rows of zeros,
 * which cost next to nothing once packed.
 */
export function encodeIntegers(numbers: Int32Array): Uint8Array {
  const size = numbers.length;
  const planes = new Uint8Array(4 * size);
  for (let n = 0; n < size; n++) {
    const folded = (numbers[n] << 1) ^ (numbers[n] >> 31);
    for (let byte = 0; byte < 4; byte++) planes[byte * size + n] = folded >> (8 * byte);
  }
  return planes;
}

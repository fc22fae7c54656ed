/**
 * The bytes of whole numbers, all lowest ones first, then all second ones, …: numbers of few bytes then
 * leave long rows of zeros, which cost nothing once packed.
 */
export function toPlanes(numbers: Int32Array): Uint8Array {
  const planes = new Uint8Array(4 * numbers.length);
  for (const [n, value] of numbers.entries()) {
    for (let byte = 0; byte < 4; byte++) planes[byte * numbers.length + n] = value >> (8 * byte);
  }
  return planes;
}

/**
 * Mean of (a − b)² over all elements.
 *
 * @param a and b of one length, at least 1
 */
export function meanSquaredError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length === 0) {
    throw new RangeError(`mean squared error: ${a.length} numbers against ${b.length}`);
  }
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += (a[n] - b[n]) ** 2;
  return sum / a.length;
}

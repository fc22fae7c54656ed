/** From one map to another: where points are while they move. */

/** How long a change of maps takes, ms. */
export const MORPH_MS = 600;

/** Slow at both ends. @param share of the time, 0 to 1 @returns share of the way, 0 to 1 */
export function eased(share: number): number {
  return share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2;
}

/**
 * Writes places between two into `into`.
 *
 * @param from points × 2
 * @param to as many, or more: those without a beginning are at their end
 * @param share of the way, 0 to 1
 */
export function between(
  from: Float32Array,
  to: Float32Array,
  share: number,
  into: Float32Array,
): void {
  for (let i = 0; i < to.length; i++) {
    into[i] = i < from.length ? from[i] + (to[i] - from[i]) * share : to[i];
  }
}

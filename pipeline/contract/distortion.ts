/** Distortion from which on all is drawn alike: a quarter of all points lie between. */
const MOST_DISTORTION = 0.25;

/** What is written at a scale of distortion; the last stands for all that is more, too. */
export const DISTORTION_TICKS: readonly number[] = [0, 0.01, 0.05, 0.1, MOST_DISTORTION];

/**
 * Where a distortion (0 to 1) stands on a scale of colours, 0 to 1: at its square root, since most points
 * have next to none and a few have much.
 */
export function distortionPlace(distortion: number): number {
  return Math.sqrt(Math.min(distortion, MOST_DISTORTION) / MOST_DISTORTION);
}

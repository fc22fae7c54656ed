/**
 * Large images as four small ones. The phases of an image of 2H × 2W are its pixels (2h + a, 2w + b)
 * for a, b in {0, 1}, each an image of H × W. Layers that look at every pixel by itself, and sums over
 * all pixels, do not care; only those layers know of phases that have to do with neighbouring pixels.
 */
import type { Value } from './graph.ts';
import type { Margins } from './ops.ts';

/** One image, or its four phases in the order of {@link PHASES}. */
export type Phases = readonly Value[];

/** (a, b) of each phase. */
export const PHASES = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/** Zeros around an image where a kernel of phase (a, b) reads rows and columns from a − 1 and b − 1 on. */
export function marginsBefore([a, b]: readonly [number, number]): Margins {
  return { top: 1 - a, left: 1 - b, bottom: a, right: b };
}

/** Zeros around phase (a, b) where a kernel reads rows and columns from −a and −b on. */
export function marginsAfter([a, b]: readonly [number, number]): Margins {
  return { top: a, left: b, bottom: 1 - a, right: 1 - b };
}

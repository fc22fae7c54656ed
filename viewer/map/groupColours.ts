import { interpolateRgb } from 'd3-interpolate';
import type { PointColours } from './pointColours.ts';

/** How much of its colour a point outside the group keeps. */
const KEPT = 0.28;

/** The colours with those of all points outside the group faded into the paper; an empty group fades none. */
export function fadeOthers(
  { palette, of }: PointColours,
  group: ReadonlySet<number>,
  paper: string,
): PointColours {
  if (group.size === 0) return { palette, of };
  return {
    palette: [...palette, ...palette.map((colour) => interpolateRgb(paper, colour)(KEPT))],
    of: Uint16Array.from(of, (colour, index) =>
      group.has(index) ? colour : colour + palette.length,
    ),
  };
}

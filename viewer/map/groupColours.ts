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
    palette: [...palette, ...palette.map((colour) => faded(colour, paper))],
    of: Uint16Array.from(of, (colour, index) =>
      group.has(index) ? colour : colour + palette.length,
    ),
  };
}

const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;

/** Painted by the browser, which reads any way of writing a colour. */
function faded(colour: string, paper: string): string {
  context.globalAlpha = 1;
  context.fillStyle = paper;
  context.fillRect(0, 0, 1, 1);
  context.globalAlpha = KEPT;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

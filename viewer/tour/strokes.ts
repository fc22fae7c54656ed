/** Lines that the tour draws: a 3, and what makes an 8 of it. */
import type { PenPoint } from '../panel/draw/padState.ts';
import type { Pen } from '../panel/draw/pen.ts';
import type { Acting } from './acting.ts';

/** Points of a line one after the other, as shares of the pad's sides. */
export type Line = readonly PenPoint[];

/** The two bows of digits, as shares of the pad's sides. */
const UPPER = { x: 0.5, y: 0.32, across: 0.17, down: 0.15 };
const LOWER = { x: 0.5, y: 0.66, across: 0.2, down: 0.19 };

/** Degrees from one point of a bow to the next. */
const STEP = 6;

/** A part of a bow, in degrees clockwise from the right. */
function arc({ x, y, across, down }: typeof UPPER, from: number, to: number): PenPoint[] {
  const count = Math.round(Math.abs(to - from) / STEP);
  return Array.from({ length: count + 1 }, (_, n) => {
    const angle = ((from + ((to - from) * n) / count) * Math.PI) / 180;
    return { x: x + across * Math.cos(angle), y: y + down * Math.sin(angle), force: 1 };
  });
}

export const THREE: readonly Line[] = [[...arc(UPPER, -150, 90), ...arc(LOWER, -90, 150)]];

/** What a 3 lacks of an 8: the left of each bow. */
export const REST_OF_EIGHT: readonly Line[] = [arc(UPPER, -150, -270), arc(LOWER, 150, 270)];

/** Draws lines one after the other. @param duration of each, milliseconds */
export async function drawLines(
  lines: readonly Line[],
  pen: Pen,
  { animate, pause }: Acting,
  duration: number,
): Promise<void> {
  for (const line of lines) {
    let drawn = 1;
    pen.down(line[0]);
    await animate(duration, (share) => {
      const next = Math.max(drawn, Math.round(share * line.length));
      if (next > drawn) pen.move(line.slice(drawn, next));
      drawn = next;
    });
    pen.up();
    await pause(duration / 4);
  }
}

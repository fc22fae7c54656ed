/** Finds the points of a part of a crowd's grid: in Morton order, those of every square lie in one row. */
import { BLOCKS, type Crowd } from '../../data/crowd.ts';

/** Levels of the grid on a side of a block. */
export const BLOCK = 65536 / BLOCKS;

/** Points from the first to before the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A rectangle on the grid, in its levels; its edges belong to it. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The points of a square of 2^`depth` blocks a side, whose column and row are counted in such squares. */
export function squareRange(
  { starts }: Pick<Crowd, 'starts'>,
  depth: number,
  column: number,
  row: number,
): Range {
  const code = SPREAD[column] | (SPREAD[row] << 1);
  return { from: starts[code << (2 * depth)], to: starts[(code + 1) << (2 * depth)] };
}

/** Calls `visit` with the points of every block that a box touches. */
export function eachBlock(
  crowd: Pick<Crowd, 'starts'>,
  box: Box,
  visit: (from: number, to: number) => void,
): void {
  const [left, right] = [blockAt(box.left), blockAt(box.right)];
  const bottom = blockAt(box.bottom);
  for (let row = blockAt(box.top); row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const code = SPREAD[column] | (SPREAD[row] << 1);
      const [from, to] = [crowd.starts[code], crowd.starts[code + 1]];
      if (from < to) visit(from, to);
    }
  }
}

/** Whether any of the grid is within a box. */
export function isOnGrid({ left, top, right, bottom }: Box): boolean {
  return right >= 0 && bottom >= 0 && left < 65536 && top < 65536;
}

/** How many points there are in the blocks that a box touches. */
export function countNear(crowd: Pick<Crowd, 'starts'>, box: Box): number {
  if (!isOnGrid(box)) return 0;
  let count = 0;
  eachBlock(crowd, box, (from, to) => {
    count += to - from;
  });
  return count;
}

/** Whether a box holds any of the points that count. */
export function isAnyIn(
  crowd: Pick<Crowd, 'places' | 'labels' | 'starts'>,
  box: Box,
  counts: (label: number) => boolean,
): boolean {
  if (!isOnGrid(box)) return false;
  const { places, labels } = crowd;
  let found = false;
  eachBlock(crowd, box, (from, to) => {
    for (let point = from; point < to && !found; point++) {
      const [x, y] = [places[2 * point], places[2 * point + 1]];
      const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
      found = inside && counts(labels[point]);
    }
  });
  return found;
}

/** The column or row of blocks in which a level is; the first or the last one for what lies beyond. */
function blockAt(level: number): number {
  return Math.min(BLOCKS - 1, Math.max(0, Math.floor(level / BLOCK)));
}

/** The bits of each number below {@link BLOCKS}, with a zero before each. */
const SPREAD = Uint16Array.from({ length: BLOCKS }, (_, number) => {
  let bits = 0;
  for (let bit = 0; number >> bit > 0; bit++) bits |= ((number >> bit) & 1) << (2 * bit);
  return bits;
});

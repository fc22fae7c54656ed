/** How a crowd's grid lies on the canvas at this moment. */
import { CROWD_LEVELS, type PageCrowd } from '../../../pipeline/contract.ts';
import { onCanvas, type Fit, type Point, type Zoom } from '../layout.ts';
import type { Box } from './blocks.ts';
import type { Window } from './pyramid.ts';
import { DEEPEST } from './tile.ts';

/** Least side of a cell of the density, CSS pixels; the largest is twice as long. */
const CELL = 1;

/** A level q of the grid is seen at `x` + q · `unit`, CSS pixels, downwards from `y`. */
export interface Placing {
  readonly x: number;
  readonly y: number;
  readonly unit: number;
}

export function placingOf(grid: PageCrowd, fit: Fit, transform: Zoom): Placing {
  const { x, y } = onCanvas(transform, fit.at({ x: grid.left, y: grid.top }));
  // Any unit will do where all points lie on one spot.
  const unit = ((grid.side || 1) / CROWD_LEVELS) * fit.scale * transform.k;
  return { x, y, unit };
}

/** What of the grid lies within a rectangle of the canvas that goes `reach` around a place, CSS pixels. */
export function boxAround(
  { x, y, unit }: Placing,
  place: Point,
  reach: { readonly x: number; readonly y: number },
): Box {
  return {
    left: (place.x - reach.x - x) / unit,
    right: (place.x + reach.x - x) / unit,
    top: (place.y - reach.y - y) / unit,
    bottom: (place.y + reach.y - y) / unit,
  };
}

/** What of the grid lies on a canvas, and `beyond` its edges, CSS pixels. */
export function boxInView(
  placing: Placing,
  { width, height }: { readonly width: number; readonly height: number },
  beyond = 0,
): Box {
  const middle = { x: width / 2, y: height / 2 };
  return boxAround(placing, middle, { x: middle.x + beyond, y: middle.y + beyond });
}

/** The cells of the density that a box on the grid holds, in the size in which they are seen best; null for none. */
export function windowOn({ unit }: Placing, box: Box): Window | null {
  const depth = Math.min(DEEPEST, Math.max(0, Math.ceil(Math.log2(CELL / unit))));
  const last = (65536 >> depth) - 1;
  const column = Math.max(0, Math.floor(box.left) >> depth);
  const row = Math.max(0, Math.floor(box.top) >> depth);
  const columns = Math.min(last, Math.floor(box.right) >> depth) - column + 1;
  const rows = Math.min(last, Math.floor(box.bottom) >> depth) - row + 1;
  return columns > 0 && rows > 0 ? { depth, column, row, columns, rows } : null;
}

/**
 * The places at which the map is covered with pictures: a square lattice that is twice as dense with each
 * level of zoom. Every level holds all places of the one before, so that zooming in adds to what is there.
 */
import type { Point } from '../layout.ts';
import type { Scene } from '../scene.ts';

/** Between neighbours at zoom 1, CSS pixels; seen at any zoom they are 0.7 to 1.4 times as far apart. */
const SPACING = 44;
/** How often the lattice is halved at most. */
const LEVELS = 6;
/** Rounds in which places come: every fourth of a row and of a column, every second, all. */
const STRIDES = [4, 2, 1] as const;

export interface Cell {
  /** Where it is in the densest lattice, and so the same at every level. */
  readonly key: string;
  /** Middle, CSS pixels at zoom 1. */
  readonly place: Point;
  /** The round in which it comes, 0 the first. */
  readonly round: number;
}

/** How dense the lattice is at a zoom: 0 to 6, each twice as dense as the one before. */
export function latticeLevel(zoom: number): number {
  return Math.min(LEVELS, Math.max(0, Math.round(Math.log2(zoom))));
}

/** Distance of neighbours, CSS pixels at zoom 1. */
export function latticeStep(level: number): number {
  return SPACING / 2 ** level;
}

/** The cells that are in view, be it in part, row by row. */
export function cellsInView(
  { transform, width, height }: Pick<Scene, 'transform' | 'width' | 'height'>,
  level: number,
): Cell[] {
  const step = latticeStep(level);
  const { k, x, y } = transform;
  const columns = reaching(-x / k, (width - x) / k, step);
  return reaching(-y / k, (height - y) / k, step).flatMap((row) =>
    columns.map((column) => ({
      key: `${column << (LEVELS - level)},${row << (LEVELS - level)}`,
      place: { x: column * step, y: row * step },
      round: STRIDES.findIndex((stride) => column % stride === 0 && row % stride === 0),
    })),
  );
}

/** Evenly spread ones first, then ever denser; in each round from the middle outwards. */
export function coarseToFine(cells: readonly Cell[], middle: Point): Cell[] {
  const away = ({ place }: Cell): number => Math.hypot(place.x - middle.x, place.y - middle.y);
  return [...cells].sort((a, b) => a.round - b.round || away(a) - away(b));
}

/** The cells of a row or a column that reach between two numbers. */
function reaching(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 0.5);
  const count = Math.max(0, Math.floor(to / step + 0.5) - first + 1);
  return Array.from({ length: count }, (_, n) => first + n);
}

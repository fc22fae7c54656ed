/** Where on a map to write the name of each class: on its densest places, off the other names. */
import { rollup } from 'd3-array';
import { fitText, textWidth } from './text.ts';

export interface PlacedLabel {
  readonly text: string;
  /** Centre of the text, in px. */
  readonly x: number;
  readonly y: number;
}

/** A point of a map, in px. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Side of the cells in which points are counted, in px. */
const CELL = 24;

/** Least space between a name and the edge of the map, in px. */
const EDGE = 8;

/** Names wider than this are cut, in px. */
const LONGEST = 180;

/**
 * Places the names of the classes, those with most points first, each at its densest place that is
 * still free; a class with no point, or no free place, gets none.
 *
 * @param size type size, in px
 * @param width of the map, in px, beyond which no name reaches
 */
export function placeClassLabels(
  classes: readonly { readonly name: string; readonly points: readonly Place[] }[],
  size: number,
  width: number,
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const { name, points } of [...classes].sort((a, b) => b.points.length - a.points.length)) {
    const text = fitText(name, size, LONGEST);
    const half = textWidth(text, size) / 2 + EDGE;
    const free = densestPlaces(points)
      .map(({ x, y }) => ({ text, x: Math.min(width - half, Math.max(half, x)), y }))
      .find((candidate) => !placed.some((other) => overlap(other, candidate, size)));
    if (free) placed.push(free);
  }
  return placed;
}

/** Means of the points in and around each cell that holds any, the fullest neighbourhood first. */
function densestPlaces(points: readonly Place[]): Place[] {
  const column = (p: Place) => Math.floor(p.x / CELL);
  const row = (p: Place) => Math.floor(p.y / CELL);
  const cells = rollup(points, sumUp, column, row);
  const neighbourhoods = Array.from(cells, ([i, rows]) =>
    Array.from(rows.keys(), (j) => {
      let [count, x, y] = [0, 0, 0];
      for (let di = -1; di <= 1; di++) {
        for (let dj = -1; dj <= 1; dj++) {
          const cell = cells.get(i + di)?.get(j + dj);
          if (!cell) continue;
          count += cell.count;
          x += cell.x;
          y += cell.y;
        }
      }
      return { count, x: x / count, y: y / count };
    }),
  );
  return neighbourhoods.flat().sort((a, b) => b.count - a.count || a.x - b.x || a.y - b.y);
}

function sumUp(points: readonly Place[]): { count: number; x: number; y: number } {
  let [x, y] = [0, 0];
  for (const point of points) {
    x += point.x;
    y += point.y;
  }
  return { count: points.length, x, y };
}

function overlap(a: PlacedLabel, b: PlacedLabel, size: number): boolean {
  const halfWidths = (textWidth(a.text, size) + textWidth(b.text, size)) / 2;
  return Math.abs(a.x - b.x) < halfWidths + 4 && Math.abs(a.y - b.y) < size * 1.3;
}

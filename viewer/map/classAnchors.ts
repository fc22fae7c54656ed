/** Where on the map to write the name of each class: on its densest place, off the other names. */
import { rollup } from 'd3-array';
import type { Point } from './layout.ts';

/** Size of a class's name as it is written, in px. */
export interface NameSize {
  readonly width: number;
  readonly height: number;
}

/** Side of the cells in which points are counted, in px. */
const CELL = 24;

/** Least space between two names, and between a name and the edge of the map, in px. */
const GAP = 6;

/**
 * Names are placed from the class with most points to that with fewest, each at the middle of its points in
 * the fullest 3 × 3 cells that are free: so a class in several groups is named on one of them and not in the
 * empty space between. Where names are apart at zoom 1 they are at every larger one.
 *
 * @param positions points × 2, px
 * @param labels class index of the points that count; those after them have no say
 * @param sizes one a class
 * @param width of the map, px
 * @returns one point a class, null for a class without points or without a free place
 */
export function classAnchors(
  positions: Float32Array,
  labels: Int32Array,
  sizes: readonly NameSize[],
  width: number,
): (Point | null)[] {
  const classes = sizes.map((size, label) => ({ size, label, points: [] as Point[] }));
  labels.forEach((label, i) => {
    classes[label].points.push({ x: positions[2 * i], y: positions[2 * i + 1] });
  });
  const anchors: (Point | null)[] = sizes.map(() => null);
  for (const { size, label, points } of classes.sort((a, b) => b.points.length - a.points.length)) {
    const reach = size.width / 2 + GAP;
    const free = (place: Point): boolean =>
      anchors.every((other, o) => !other || !overlap(place, size, other, sizes[o]));
    const places = densestPlaces(points).map(({ x, y }) => {
      return { x: Math.min(width - reach, Math.max(reach, x)), y };
    });
    anchors[label] = places.find(free) ?? null;
  }
  return anchors;
}

/** Means of the points in and around each cell that holds any, the fullest neighbourhood first. */
function densestPlaces(points: readonly Point[]): Point[] {
  const cells = rollup(
    points,
    sumUp,
    ({ x }) => Math.floor(x / CELL),
    ({ y }) => Math.floor(y / CELL),
  );
  const places = Array.from(cells, ([column, rows]) =>
    Array.from(rows.keys(), (row) => {
      let [count, x, y] = [0, 0, 0];
      for (let c = column - 1; c <= column + 1; c++) {
        for (let r = row - 1; r <= row + 1; r++) {
          const cell = cells.get(c)?.get(r);
          if (!cell) continue;
          count += cell.count;
          x += cell.x;
          y += cell.y;
        }
      }
      return { count, x: x / count, y: y / count };
    }),
  );
  return places.flat().sort((a, b) => b.count - a.count || a.x - b.x || a.y - b.y);
}

function sumUp(points: readonly Point[]): Point & { readonly count: number } {
  let [x, y] = [0, 0];
  for (const point of points) {
    x += point.x;
    y += point.y;
  }
  return { count: points.length, x, y };
}

function overlap(a: Point, aSize: NameSize, b: Point, bSize: NameSize): boolean {
  return (
    Math.abs(a.x - b.x) < (aSize.width + bSize.width) / 2 + GAP &&
    Math.abs(a.y - b.y) < (aSize.height + bSize.height) / 2
  );
}

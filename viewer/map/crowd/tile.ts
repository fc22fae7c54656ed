/** Squares of the density: counted by cell, and painted. */
import type { Crowd } from '../../data/crowd.ts';
import { squareRange } from './blocks.ts';
import { cellColour, strength, type Shading } from './shading.ts';

/** Cells on a side of a tile. */
export const TILE = 256;

/** Where a tile lies: its cells have 2^`depth` levels of the grid a side, its place is counted in tiles. */
export interface TilePlace {
  readonly depth: number;
  readonly column: number;
  readonly row: number;
}

/** Depth at which one tile is the whole grid. */
export const DEEPEST = 8;

/** So many of all points lie in cells that are not full. */
const BELOW_FULL = 0.95;

/**
 * Points of a full cell of {@link DEEPEST}, which is a block of the grid: a twentieth of all points lie in fuller
 * ones.
 */
export function fullBlock({ starts, labels }: Pick<Crowd, 'starts' | 'labels'>): number {
  const counts = new Uint32Array(starts.length - 1);
  for (let block = 0; block < counts.length; block++)
    counts[block] = starts[block + 1] - starts[block];
  counts.sort();
  let seen = 0;
  for (const count of counts) {
    seen += count;
    if (seen >= BELOW_FULL * labels.length) return count;
  }
  return 1;
}

/**
 * Paints a tile, cell by cell: the points of a cell lie in one row.
 *
 * @param full points of a full block
 * @returns the cells row by row, in colours with their opacity; null where none has a point that counts
 */
export function paintTile(
  crowd: Crowd,
  { depth, column, row }: TilePlace,
  shading: Shading,
  full: number,
): Uint32Array | null {
  const { from, to } = squareRange(crowd, depth, column, row);
  if (from === to) return null;
  const { places, labels } = crowd;
  const cells = new Uint32Array(TILE * TILE);
  const fullCell = Math.max(1, full / 4 ** (DEEPEST - depth));
  const counts = new Uint32Array(shading.palette.length);
  const { isCounted } = shading;
  let painted = false;
  for (let first = from, next = from; first < to; first = next) {
    const x = places[2 * first] >> depth;
    const y = places[2 * first + 1] >> depth;
    let [total, best] = [0, -1];
    for (; next < to && places[2 * next] >> depth === x && places[2 * next + 1] >> depth === y;) {
      const label = labels[next++];
      if (!isCounted[label]) continue;
      total++;
      counts[label]++;
      if (best < 0 || counts[label] > counts[best]) best = label;
    }
    if (total === 0) continue;
    cells[(y & (TILE - 1)) * TILE + (x & (TILE - 1))] = cellColour(
      shading,
      best,
      counts[best] / total,
      strength(total, fullCell),
    );
    painted = true;
    for (let point = first; point < next; point++) counts[labels[point]] = 0;
  }
  return painted ? cells : null;
}

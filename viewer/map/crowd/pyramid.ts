/**
 * The density at all sizes, in tiles that are painted when they are first seen: so a view costs what its screen
 * has of cells, however many points there are.
 */
import type { Crowd } from '../../data/crowd.ts';
import { createCache } from '../decoding/cache.ts';
import type { Shading } from './shading.ts';
import { DEEPEST, fullBlock, paintTile, TILE } from './tile.ts';

/** More than any screen shows at once; 256 KB each, where it has points. */
const MOST_TILES = 192;

/** A part of the density, in cells of 2^`depth` levels of the grid. */
export interface Window {
  readonly depth: number;
  /** First column and row. */
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

export interface Pyramid {
  /**
   * Copies a window into an image, row by row; what is not painted in time stands there in larger cells.
   *
   * @param image `stride` pixels a row, all 0
   * @param isLate tells, after each tile, whether there is no more time
   * @returns whether all is as it should be
   */
  copy(image: Uint32Array, stride: number, window: Window, isLate: () => boolean): boolean;
}

export function createPyramid(crowd: Crowd, shading: Shading): Pyramid {
  const full = fullBlock(crowd);
  // Whoever zooms out again must not wait.
  const whole = paintTile(crowd, { depth: DEEPEST, column: 0, row: 0 }, shading, full);
  const tiles = createCache<number, Uint32Array | null>(MOST_TILES);

  /** Undefined where it is not painted yet. */
  const known = (depth: number, column: number, row: number): Uint32Array | null | undefined =>
    depth === DEEPEST ? whole : tiles.get(nameOf(depth, column, row));

  function paint(depth: number, column: number, row: number): void {
    const tile = paintTile(crowd, { depth, column, row }, shading, full);
    tiles.set(nameOf(depth, column, row), tile);
  }

  return {
    copy(image, stride, window, isLate) {
      const { depth, column, row, columns, rows } = window;
      const [left, right] = [column >> 8, (column + columns - 1) >> 8];
      const [top, bottom] = [row >> 8, (row + rows - 1) >> 8];
      let complete = true;
      let late = false;
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) {
          if (known(depth, x, y) === undefined) {
            if (late) complete = false;
            else {
              paint(depth, x, y);
              late = isLate();
            }
          }
          let above = 0;
          let tile = known(depth, x, y);
          while (tile === undefined) {
            above++;
            tile = known(depth + above, x >> above, y >> above);
          }
          if (tile) copyTile(image, stride, window, tile, x, y, above);
        }
      }
      return complete;
    },
  };
}

/** One number for each tile of all depths. */
function nameOf(depth: number, column: number, row: number): number {
  return (depth << 16) | (row << 8) | column;
}

/** @param above how many depths further up the tile was found that stands for this one */
function copyTile(
  image: Uint32Array,
  stride: number,
  window: Window,
  tile: Uint32Array,
  column: number,
  row: number,
  above: number,
): void {
  const left = Math.max(window.column, column * TILE);
  const right = Math.min(window.column + window.columns, (column + 1) * TILE);
  const top = Math.max(window.row, row * TILE);
  const bottom = Math.min(window.row + window.rows, (row + 1) * TILE);
  for (let y = top; y < bottom; y++) {
    const to = (y - window.row) * stride + left - window.column;
    const from = ((y >> above) & (TILE - 1)) * TILE;
    if (above === 0) {
      const first = from + (left & (TILE - 1));
      image.set(tile.subarray(first, first + right - left), to);
    } else {
      for (let x = left; x < right; x++) image[to + x - left] = tile[from + ((x >> above) & 255)];
    }
  }
}

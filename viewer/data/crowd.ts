import { NO_CLASS, PAGE_BLOBS, type PageCrowd, type PageData } from '../../pipeline/contract.ts';
import { PageError } from './blobs.ts';
import type { BlobReader } from './reader.ts';

/** Further images on the first map, of which the page has no pictures. */
export interface Crowd {
  /** Where their grid lies on the map. */
  readonly grid: PageCrowd;
  /** Points × 2: column and row on the grid, 0 to `CROWD_LEVELS`, in the order of Morton's curve. */
  readonly places: Uint16Array;
  /** One class index a point; the number of classes where it has no label. */
  readonly labels: Int32Array;
  /**
   * The grid in {@link BLOCKS} × {@link BLOCKS} blocks, these in the order of the curve too: the points of block b
   * are those from starts[b] to before starts[b + 1].
   */
  readonly starts: Uint32Array;
}

/** Blocks of a crowd's grid on each axis. */
export const BLOCKS = 256;

/** Bits of a code below those of its block. */
const IN_BLOCK = 16;

/**
 * @returns null where the page has no crowd
 * @throws PageError where a part is missing, damaged or does not fit the others
 */
export function readCrowd({ crowd: grid, dataset }: PageData, blobs: BlobReader): Crowd | null {
  if (grid === undefined) return null;
  const { count } = grid;
  const what = `a crowd of ${count} points`;
  const codes = blobs.integers(PAGE_BLOBS.crowd, count, what);
  const told = blobs.integers(PAGE_BLOBS.crowdLabels, count, what);
  const classes = dataset.classNames.length;
  const bad = told.findIndex((label) => label < NO_CLASS || label >= classes);
  if (bad >= 0) {
    throw new PageError(
      `Point ${bad} of the crowd has label ${told[bad]} where there are ${classes} classes: make the page again.`,
    );
  }
  const labels = told.map((label) => (label === NO_CLASS ? classes : label));
  const places = new Uint16Array(2 * count);
  const starts = new Uint32Array(BLOCKS * BLOCKS + 1);
  let code = 0;
  for (let n = 0; n < count; n++) {
    code = (code + codes[n]) >>> 0;
    places[2 * n] = gathered(code);
    places[2 * n + 1] = gathered(code >>> 1);
    starts[(code >>> IN_BLOCK) + 1]++;
  }
  for (let block = 0; block < BLOCKS * BLOCKS; block++) starts[block + 1] += starts[block];
  return { grid, places, labels, starts };
}

/** Every second bit of a code, from the lowest on. */
function gathered(code: number): number {
  let bits = code & 0x55555555;
  bits = (bits | (bits >>> 1)) & 0x33333333;
  bits = (bits | (bits >>> 2)) & 0x0f0f0f0f;
  bits = (bits | (bits >>> 4)) & 0x00ff00ff;
  return (bits | (bits >>> 8)) & 0xffff;
}

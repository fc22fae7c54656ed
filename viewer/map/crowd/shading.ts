/**
 * How a cell of the density is painted: in the colour of the class that most of its points have, the greyer the
 * more mixed they are, so that no mixture looks like a third class; and the stronger the more points it has.
 */
import { mix, type Colour } from '../raster/raster.ts';

export interface Shading {
  /** Colour of each class. */
  readonly palette: readonly Colour[];
  /** Of cells where no class stands out. */
  readonly grey: Colour;
  /** Whether points of a class count. */
  readonly isCounted: readonly boolean[];
}

/** How much the fullest cells cover: they stay behind the map's own points. */
const STRONGEST = 0.62;
/** Of a cell with a single point, where others have very many: it is still seen. */
const FAINTEST = 0.05;
/** Points of a full cell: the logarithm begins to flatten at a fraction of it. */
const BEND = 12;

/**
 * How strongly a cell is painted, 0 to 1: by the logarithm of what it has beside a full one, so that the same
 * density looks the same whatever the size of the cells.
 *
 * @param count 1 or more
 * @param full count of a cell that has all the strength there is
 */
export function strength(count: number, full: number): number {
  const share = Math.log1p((BEND * count) / full) / Math.log1p(BEND);
  return FAINTEST + (STRONGEST - FAINTEST) * Math.min(1, share);
}

/**
 * @param label the most frequent class of the cell
 * @param purity its share of the cell's points, 0 to 1
 * @param opacity 0 to 1
 */
export function cellColour(
  { palette, grey }: Shading,
  label: number,
  purity: number,
  opacity: number,
): Colour {
  const colour = mix(grey, palette[label], Math.round(256 * purity * purity));
  return ((colour & 0x00ffffff) | (Math.round(255 * opacity) << 24)) >>> 0;
}

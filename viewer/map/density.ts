/** Where points crowd: their density on a grid, and lines around shares of them. */
import { blur2, quantile } from 'd3-array';
import { contours, type ContourMultiPolygon } from 'd3-contour';
import { polygonArea } from 'd3-polygon';

/** Side of a cell of the grid, px. */
const CELL = 3;
/**
 * Standard deviation of the blur that turns points into a density: a share of the map's shorter side, but
 * where there are few points a share of the room that each has, or every point would be a hill of its own.
 */
const BANDWIDTH = { ofSide: 0.014, ofRoom: 0.75 };
/** Rings around less are chance, not structure, px². */
const SMALLEST = 60;
/** Corners nearer to the one before say nothing more and would make a smooth curve turn sharply, px. */
const CLOSEST = 0.7 * CELL;

/** Shares of the points that the lines hold, from the innermost line to the outermost. */
export const SHARES = [0.25, 0.5, 0.75, 0.95] as const;

interface Density {
  /** Rows × columns. */
  readonly values: Float64Array;
  readonly columns: number;
  readonly rows: number;
  /** Cells beyond the map on every side, where lines can close. */
  readonly beyond: number;
}

/** The corners of a closed line, px. */
export type Ring = [x: number, y: number][];

/**
 * The lines within which the density is higher than anywhere outside, so that they hold a share of all
 * points in as little space as can be (highest density regions, Hyndman 1996).
 *
 * @param positions points × 2, px
 * @param counts tells which points count
 * @returns rings for each of `SHARES`; none where no point counts
 */
export function densityLines(
  positions: Float32Array,
  counts: (index: number) => boolean,
  width: number,
  height: number,
): Ring[][] {
  const indices = Array.from({ length: positions.length / 2 }, (_, i) => i).filter(counts);
  if (indices.length === 0) return SHARES.map(() => []);
  const density = densityOf(positions, indices, width, height);
  const atPoints = Float64Array.from(
    indices,
    (i) => density.values[cellOf(density, positions[2 * i], positions[2 * i + 1])],
  );
  const line = contours().size([density.columns, density.rows]);
  const values = Array.from(density.values);
  return SHARES.map((share) =>
    ringsOf(line.contour(values, quantile(atPoints, 1 - share)!), density),
  );
}

function densityOf(
  positions: Float32Array,
  indices: readonly number[],
  width: number,
  height: number,
): Density {
  const room = Math.sqrt((width * height) / indices.length);
  const bandwidth = Math.max(BANDWIDTH.ofSide * Math.min(width, height), BANDWIDTH.ofRoom * room);
  const deviation = bandwidth / CELL;
  // Three passes of a box of this radius have this deviation.
  const radius = (Math.sqrt(4 * deviation ** 2 + 1) - 1) / 2;
  const beyond = Math.ceil(3 * radius) + 2;
  const columns = Math.ceil(width / CELL) + 2 * beyond;
  const rows = Math.ceil(height / CELL) + 2 * beyond;
  const density = { values: new Float64Array(columns * rows), columns, rows, beyond };
  for (const i of indices)
    density.values[cellOf(density, positions[2 * i], positions[2 * i + 1])]++;
  blur2({ data: density.values, width: columns, height: rows }, radius);
  return density;
}

function cellOf({ columns, beyond }: Density, x: number, y: number): number {
  return (Math.floor(y / CELL) + beyond) * columns + Math.floor(x / CELL) + beyond;
}

function ringsOf({ coordinates }: ContourMultiPolygon, { beyond }: Density): Ring[] {
  return coordinates
    .flat()
    .map((ring) => thinned(ring.map(([x, y]) => [(x - beyond) * CELL, (y - beyond) * CELL])))
    .filter((ring) => Math.abs(polygonArea(ring)) >= SMALLEST);
}

function thinned(ring: Ring): Ring {
  const kept: Ring = [];
  for (const [x, y] of ring) {
    const last = kept.at(-1) ?? [Infinity, Infinity];
    if (Math.hypot(x - last[0], y - last[1]) >= CLOSEST) kept.push([x, y]);
  }
  return kept;
}

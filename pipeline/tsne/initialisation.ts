import type { Random } from '../random.ts';
import { principalComponents, project } from './algebra/principalComponents.ts';

/** Standard deviation of the first axis of the start, as in scikit-learn: small, so that forces, not the start, decide. */
const START_DEVIATION = 1e-4;
/** A second component this much smaller than the first is rounding. */
const NEGLIGIBLE = 1e-5;

/**
 * Start of the map (N × 2): the points' first two principal components, scaled such that the first has
 * standard deviation 1e-4. It keeps the large-scale arrangement that t-SNE alone would leave to chance
 * (Kobak & Linderman 2021, "Initialization is critical for preserving global data structure").
 *
 * Points along one line would never leave it, so their second coordinate comes from `random`.
 */
export async function pcaStart(
  points: Float32Array,
  dimensions: number,
  random: Random,
): Promise<Float64Array> {
  const count = points.length / dimensions;
  const wanted = Math.min(2, dimensions);
  const components = await principalComponents(points, dimensions, wanted, random);
  const projections = await project(points, components);
  const first = deviation(projections, wanted, 0);
  const flat = wanted < 2 || deviation(projections, wanted, 1) < NEGLIGIBLE * first;
  const scale = START_DEVIATION / first;
  const start = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    start[2 * i] = scale * projections[wanted * i];
    start[2 * i + 1] = flat
      ? START_DEVIATION * (2 * random() - 1)
      : scale * projections[wanted * i + 1];
  }
  return start;
}

/** Start of the map (N × 2) from an arrangement of the points, scaled as {@link pcaStart} is. */
export function scaledStart(positions: Float32Array): Float64Array {
  const scale = START_DEVIATION / deviation(positions, 2, 0);
  return Float64Array.from(positions, (value) => scale * value);
}

/** Standard deviation (over N) of column c. */
function deviation(rows: Float32Array, columns: number, c: number): number {
  const count = rows.length / columns;
  let sum = 0;
  let squares = 0;
  for (let n = c; n < rows.length; n += columns) {
    sum += rows[n];
    squares += rows[n] * rows[n];
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

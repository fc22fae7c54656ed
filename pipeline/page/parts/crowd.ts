import { CROWD_LEVELS, type PageCrowd } from '../../contract.ts';
import { mortonOrder, sortAlongCurve } from '../../tsne/descent/morton.ts';

/** Images that a page has no pictures of. */
export interface CrowdPoints {
  /** Of their dataset. */
  readonly title: string;
  /** Points × 2: x to the right, y upwards, in units of the first map. */
  readonly positions: Float32Array;
  /** One class index a point; −1 where it has no label. */
  readonly labels: Int32Array;
}

/**
 * The points as the page holds them, in whole steps and in the order of Morton's curve: what lies close together
 * there stands close together, so that steps are small, classes repeat, and a million points pack to 3 MB or so.
 * In which order they came is lost.
 *
 * @param crowd of one point or more, all of them finite
 */
export function encodeCrowd({ title, positions, labels }: CrowdPoints): {
  readonly data: PageCrowd;
  /** From the code of each point's place to the next one's, modulo 2^32. */
  readonly steps: Int32Array;
  readonly labels: Int32Array;
} {
  const count = labels.length;
  const square = squareAround(positions);
  const morton = mortonOrder(count);
  // The longer side goes from 0 to the last level, so that the curve's own grid is this one.
  sortAlongCurve(levelsOf(positions, square), morton);
  const { codes, order } = morton;
  return {
    data: { title, count, ...square },
    steps: Int32Array.from(codes, (code, n) => (n === 0 ? code : code - codes[n - 1])),
    labels: Int32Array.from(order, (index) => labels[index]),
  };
}

type Square = Pick<PageCrowd, 'left' | 'top' | 'side'>;

function squareAround(positions: Float32Array): Square {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 2) {
    left = Math.min(left, positions[i]);
    right = Math.max(right, positions[i]);
    bottom = Math.min(bottom, positions[i + 1]);
    top = Math.max(top, positions[i + 1]);
  }
  return { left, top, side: Math.max(right - left, top - bottom) };
}

/** Whole levels, 0 to {@link CROWD_LEVELS}, rows downwards. */
function levelsOf(positions: Float32Array, { left, top, side }: Square): Float64Array {
  const scale = side > 0 ? CROWD_LEVELS / side : 0;
  return Float64Array.from(positions, (value, n) =>
    Math.round((n % 2 === 0 ? value - left : top - value) * scale),
  );
}

import { bisectLeft } from 'd3-array';

export interface ErrorRank {
  /** Share of the errors that are lower, 0 to 1. */
  readonly share: number;
  /** Such as `Higher than 93 %`. */
  readonly text: string;
}

/**
 * Where an error stands among those of all images.
 *
 * @param sorted errors, rising; at least one
 */
export function errorRank(sorted: Float32Array, error: number): ErrorRank {
  const lower = bisectLeft(sorted, error);
  const share = lower / sorted.length;
  return { share, text: inWords(lower, sorted.length) };
}

/** Rounded down, so that no error is called worse or better than all while another is more so. */
function inWords(lower: number, count: number): string {
  if (lower === 0) return 'Lowest of all';
  if (lower >= count - 1) return 'Highest of all';
  const higher = count - lower;
  const [side, share] = lower >= higher ? ['Higher', lower / count] : ['Lower', higher / count];
  return `${side} than ${Math.min(99, Math.floor(100 * share))}\u00a0%`;
}

import { setImmediate } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Statistic } from './statistics.ts';

/** How often the values are drawn anew, and the share of the samples that the interval holds. */
const RESAMPLES = 1000;
const LEVEL = 0.95;

/** Samples after which others have their turn. */
const SAMPLES_A_TURN = 20;

/**
 * Percentile bootstrap intervals (Efron 1979, "Bootstrap methods: another look at the jackknife"): the
 * middle 95 % of a statistic of 1,000 samples drawn from the values with replacement, each as large as
 * they are. Every column is drawn from by the same indices, since drawing is what takes the time.
 *
 * @param columns each of the same length, at least 1, finite
 * @returns low and high end for each column
 */
export async function bootstrapIntervals(
  { ofSamples }: Statistic,
  columns: readonly Float64Array[],
  random: Random,
): Promise<(readonly [number, number])[]> {
  if (columns.length === 0) return [];
  const statistics = columns.map(ofSamples);
  const found = columns.map(() => new Float64Array(RESAMPLES));
  const times = new Int32Array(columns[0].length);
  for (let sample = 0; sample < RESAMPLES; sample++) {
    draw(times, random);
    for (const [c, statistic] of statistics.entries()) found[c][sample] = statistic(times);
    if (sample % SAMPLES_A_TURN === 0) await setImmediate();
  }
  return found.map((each) => {
    each.sort();
    return [quantile(each, (1 - LEVEL) / 2), quantile(each, (1 + LEVEL) / 2)];
  });
}

/** Draws as many indices as there are, with replacement, and counts each. */
function draw(times: Int32Array, random: Random): void {
  times.fill(0);
  for (let n = 0; n < times.length; n++) times[Math.floor(random() * times.length)]++;
}

/** Linearly between the sorted values, as NumPy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

import type { Random } from '../random.ts';

/** How often the values are drawn anew, and the share of the means that the interval holds. */
const RESAMPLES = 1000;
const LEVEL = 0.95;

/**
 * Percentile bootstrap intervals of means (Efron 1979, "Bootstrap methods: another look at the
 * jackknife"): the middle 95 % of the means of 1,000 samples drawn from the values with replacement,
 * each as large as they are. Every column is drawn from by the same indices, since drawing is what takes
 * the time.
 *
 * @param columns each of the same length, at least 1, finite
 * @returns low and high end for each column
 */
export function bootstrapIntervals(
  columns: readonly Float64Array[],
  random: Random,
): (readonly [number, number])[] {
  const count = columns.length > 0 ? columns[0].length : 0;
  const means = columns.map(() => new Float64Array(RESAMPLES));
  const drawn = new Int32Array(count);
  for (let sample = 0; sample < RESAMPLES; sample++) {
    for (let n = 0; n < count; n++) drawn[n] = Math.floor(random() * count);
    for (const [c, values] of columns.entries()) {
      let sum = 0;
      for (let n = 0; n < count; n++) sum += values[drawn[n]];
      means[c][sample] = sum / count;
    }
  }
  return means.map((each) => {
    each.sort();
    return [quantile(each, (1 - LEVEL) / 2), quantile(each, (1 + LEVEL) / 2)];
  });
}

/** Mean of at least one value. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n];
  return sum / values.length;
}

/** Linearly between the sorted values, as NumPy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

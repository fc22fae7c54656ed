import type { Random } from '../random.ts';

/** How often the values are drawn anew, and the share of the means that the interval holds. */
const RESAMPLES = 1000;
const LEVEL = 0.95;

/**
 * Percentile bootstrap interval of a mean (Efron 1979, "Bootstrap methods: another look at the
 * jackknife"): the middle 95 % of the means of 1,000 samples drawn from the values with replacement,
 * each as large as they are.
 *
 * @param values at least 1, finite
 */
export function bootstrapInterval(values: Float64Array, random: Random): readonly [number, number] {
  const count = values.length;
  const means = new Float64Array(RESAMPLES);
  for (let sample = 0; sample < RESAMPLES; sample++) {
    let sum = 0;
    for (let n = 0; n < count; n++) sum += values[Math.floor(random() * count)];
    means[sample] = sum / count;
  }
  means.sort();
  return [quantile(means, (1 - LEVEL) / 2), quantile(means, (1 + LEVEL) / 2)];
}

/** Linearly between the sorted values, as NumPy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** One number for many. */
export interface Statistic {
  /** @param values at least one, finite */
  readonly of: (values: Float64Array) => number;
  /**
   * Of samples of the same values, which take what they can from here.
   *
   * @returns the statistic where each value counts so many times, by index; all times together are as
   * many as there are values
   */
  readonly ofSamples: (values: Float64Array) => (times: Int32Array) => number;
}

export const MEAN: Statistic = {
  of: mean,
  ofSamples: (values) => (times) => {
    let sum = 0;
    for (let n = 0; n < values.length; n++) sum += times[n] * values[n];
    return sum / values.length;
  },
};

/** The middle value; half-way between the two in the middle of an even number. */
export const MEDIAN: Statistic = {
  of: (values) => {
    const sorted = values.toSorted();
    const [low, high] = middlePlaces(values.length);
    return (sorted[low] + sorted[high]) / 2;
  },
  // The values are sorted once: the middle of a sample is where half of it has been counted.
  ofSamples: (values) => {
    const order = Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
    const [low, high] = middlePlaces(values.length);
    return (times) => {
      let at = 0;
      let counted = times[order[0]];
      while (counted <= low) counted += times[order[++at]];
      const below = values[order[at]];
      while (counted <= high) counted += times[order[++at]];
      return (below + values[order[at]]) / 2;
    };
  },
};

/** Mean of at least one value. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n];
  return sum / values.length;
}

/** Places of the middle in order, from 0; the same one twice where the count is odd. */
function middlePlaces(count: number): [number, number] {
  return [Math.floor((count - 1) / 2), Math.floor(count / 2)];
}

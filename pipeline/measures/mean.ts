import type { MeasuredValue } from '../contract.ts';
import type { Random } from '../random.ts';
import { bootstrapInterval } from './bootstrap.ts';

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n];
  return sum / values.length;
}

/** The mean of a measure over points or images, with its interval. */
export function measuredMean(space: string, values: Float64Array, random: Random): MeasuredValue {
  return { space, value: mean(values), interval: bootstrapInterval(values, random) };
}

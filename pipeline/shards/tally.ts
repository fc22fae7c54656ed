/**
 * Measures that add up: of every measure the number of images, the sum of its values and of their squares,
 * block by block. However the blocks were spread over shards, their sums are added in the same order.
 */
import { z } from 'zod';
import type { Measure, MeasureDefinition } from '../contract.ts';
import { definitionOf } from '../measures/definition.ts';

const Sums = z.object({
  /** Key of the measure. */
  measure: z.string(),
  /** Where it was measured: `images`, or the name of a map. */
  space: z.string(),
  count: z.int().nonnegative(),
  sum: z.number(),
  squares: z.number(),
  /** Number and sum of each class, by its index; only where the measure is told by class. */
  classes: z.array(z.tuple([z.int().nonnegative(), z.number()])).exactOptional(),
});
/** What one block of images adds to the measures. */
export const Tally = z.array(Sums);

export type Sums = z.infer<typeof Sums>;
export type Tally = z.infer<typeof Tally>;

/** How many standard errors an interval of 95 % reaches to either side. */
const REACH = 1.959964;

/** A measure of single images, in one space. */
export interface Column {
  readonly measure: MeasureDefinition;
  readonly space: string;
  /** One number an image that it is defined for. */
  readonly values: ArrayLike<number>;
  /** Their class indices, where it is told by class; −1: none. */
  readonly labels?: Int32Array;
}

/** @param classCount of all classes there are */
export function tallyOf(columns: readonly Column[], classCount: number): Tally {
  return columns.map(({ measure, space, values, labels }) => {
    let [sum, squares] = [0, 0];
    const classes = Array.from({ length: classCount }, (): [number, number] => [0, 0]);
    for (let n = 0; n < values.length; n++) {
      sum += values[n];
      squares += values[n] ** 2;
      if (!labels || labels[n] < 0) continue;
      classes[labels[n]][0]++;
      classes[labels[n]][1] += values[n];
    }
    const totals = { measure: measure.key, space, count: values.length, sum, squares };
    return labels ? { ...totals, classes } : totals;
  });
}

/** Everything added, in the order of the blocks. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const totals: Sums[] = [];
  for (const sums of tallies.flat()) {
    const total = totals.find(
      ({ measure, space }) => measure === sums.measure && space === sums.space,
    );
    if (total) add(total, sums);
    else totals.push(structuredClone(sums));
  }
  return totals;
}

function add(total: Sums, { count, sum, squares, classes }: Sums): void {
  total.count += count;
  total.sum += sum;
  total.squares += squares;
  total.classes?.forEach((totals, label) => {
    totals[0] += classes?.[label][0] ?? 0;
    totals[1] += classes?.[label][1] ?? 0;
  });
}

/**
 * The means, with the interval that a normal distribution of them would have: of many images as good as
 * one by resampling, which does not add up.
 *
 * @param definitions in reading order; those that no image has a value for are left out
 */
export function measuresOf(total: Tally, definitions: readonly MeasureDefinition[]): Measure[] {
  return definitions.flatMap((definition) => {
    const values = total
      .filter(({ measure, count }) => measure === definition.key && count > 0)
      .map((sums) => valueOf(sums));
    return values.length === 0 ? [] : [{ ...definitionOf(definition), values, sample: null }];
  });
}

function valueOf({ space, count, sum, squares, classes }: Sums): Measure['values'][number] {
  const value = sum / count;
  const variance = Math.max(0, squares / count - value ** 2) * (count / Math.max(1, count - 1));
  const reach = REACH * Math.sqrt(variance / count);
  return {
    space,
    value,
    interval: [value - reach, value + reach],
    ...(classes && {
      perClass: classes.map(([number, sum]) => (number > 0 ? sum / number : null)),
    }),
  };
}

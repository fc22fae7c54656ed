/** How far the numbers that a runtime gives may be from Node's. */
import type { VariantName } from '../contract.ts';
import type { NpyArray } from '../files/npy.ts';

/** Float32 arrays by the name of the output. */
export type Outputs = ReadonlyMap<string, NpyArray>;

/** The largest |a − b| that may be, by the name of the output. */
export type Allowed = ReadonlyMap<string, number>;

/** Where no number of the output is beyond ±1; else so many times the largest, since float32 has digits in proportion. */
const TOLERANCE = 1e-5;

/** What summing float32 in another order may do. */
export function allowedOf(outputs: Outputs): Allowed {
  return mapped(outputs, (output) => TOLERANCE * Math.max(1, largestSize(output)));
}

/**
 * What 8 bits cost. A sum that differs in the last digit may be rounded to the next of 256 steps, and all
 * that follows goes on from there: a runtime that sums in another order gives other numbers, whole steps
 * away. What can be asked of it is that this does no more harm than the 8 bits themselves have done.
 *
 * @param outputs in Node, of the model in 8 bits
 * @param float32 in Node, of the model that it was made from
 */
export function allowedInEightBits(outputs: Outputs, float32: Outputs): Allowed {
  const rounding = allowedOf(outputs);
  return mapped(outputs, (output, name) =>
    Math.max(rounding.get(name)!, largestDifference(output, float32.get(name)!)),
  );
}

/** A sentence. */
export function allowedInWords(variant: VariantName | null, allowed: readonly Allowed[]): string {
  const limit = TOLERANCE.toExponential();
  if (variant !== 'int8') {
    return `Allowed: ${limit}, or ${limit} × the largest value of an output that goes beyond ±1.`;
  }
  const most = new Map<string, number>();
  for (const [name, value] of allowed.flatMap((each) => [...each])) {
    most.set(name, Math.max(value, most.get(name) ?? 0));
  }
  const each = Array.from(most, ([name, value]) => `${name} ${value.toExponential(1)}`).join(', ');
  return `Allowed: as much as 8 bits themselves take from float32 in Node (${each}); other orders of summing round to other steps.`;
}

/** NaN where one of two numbers is NaN or both are infinite. */
export function largestDifference(
  { data: actual }: NpyArray,
  { data: expected }: NpyArray,
): number {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (Number.isNaN(difference)) return NaN;
    if (difference > largest) largest = difference;
  }
  return largest;
}

function largestSize({ data }: NpyArray): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]));
  return largest;
}

function mapped(outputs: Outputs, value: (output: NpyArray, name: string) => number): Allowed {
  return new Map(Array.from(outputs, ([name, output]) => [name, value(output, name)]));
}

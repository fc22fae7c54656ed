/** Which measures share an axis: only those whose values compare, and fill it. */
import type { Measure } from '../contract.ts';

export interface MeasureGroup {
  readonly title: string;
  readonly measures: readonly Measure[];
  /** Ends of the axis; null where the values share none and are written only. */
  readonly axis: readonly [low: number, high: number] | null;
}

interface Kind {
  readonly title: string;
  readonly holds: (measure: Measure) => boolean;
  /** @param shown values and ends of intervals, at least one */
  readonly axis: (shown: readonly number[]) => MeasureGroup['axis'];
}

/** Each measure belongs to the first of them that holds it. */
const KINDS: readonly Kind[] = [
  {
    title: 'Reconstruction',
    holds: ({ key }) => key === 'mse' || key === 'ssim',
    axis: (shown) => [roundDown(Math.min(0, ...shown), 5), 1],
  },
  {
    // All of them near 1, so that an axis from 0 would be empty for the most part.
    title: 'Neighbours kept',
    holds: ({ key }) => /^(trustworthiness|continuity)/.test(key),
    axis: (shown) => [roundDown(Math.min(0.95, ...shown), 20), 1],
  },
  {
    title: 'Classes, clusters and placing',
    holds: ({ unit, range: [low, high] }) => unit === '1' && low !== null && high === 1,
    axis: (shown) => [roundDown(Math.min(0, ...shown), 5), 1],
  },
  {
    title: 'Displacement',
    holds: ({ key }) => key.startsWith('displacement'),
    axis: (shown) => [0, roundUp(Math.max(...shown), 5)],
  },
  { title: 'As numbers only', holds: () => true, axis: () => null },
];

/** In reading order, those that have any measure. */
export function groupMeasures(measures: readonly Measure[]): MeasureGroup[] {
  return KINDS.flatMap((kind): MeasureGroup[] => {
    const held = measures.filter((measure) => KINDS.find(({ holds }) => holds(measure)) === kind);
    if (held.length === 0) return [];
    return [{ title: kind.title, measures: held, axis: kind.axis(held.flatMap(shownNumbers)) }];
  });
}

function shownNumbers({ values }: Measure): number[] {
  return values.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
}

/** To the next multiple of 1 / `parts`. */
function roundDown(value: number, parts: number): number {
  return Math.floor(value * parts) / parts;
}

function roundUp(value: number, parts: number): number {
  return Math.ceil(value * parts) / parts;
}

import type { MeasureDefinition } from '../contract.ts';

/** What `metrics.json` tells of a measure besides its values. */
export function definitionOf(measure: MeasureDefinition): MeasureDefinition {
  const { key, title, unit, range, better, definition, source } = measure;
  return { key, title, unit, range, better, definition, source };
}

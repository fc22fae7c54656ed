/** The table of measures: a row for each, a column for each space that it was taken in. */
import type { Measure, MeasuredValue, Metrics } from '../pipeline/contract.ts';
import { byId, element } from './elements.ts';
import { short, span, whole } from './numbers.ts';

export function createMeasures(metrics: Metrics): void {
  const head = [
    element('th', { scope: 'col' }, 'Measure'),
    ...metrics.spaces.map(({ title }) => element('th', { scope: 'col', class: 'number' }, title)),
    element('th', { scope: 'col' }, 'Better'),
    element('th', { scope: 'col' }, 'What it is'),
  ];
  byId('measures-head', HTMLElement).append(...head);
  byId('measures', HTMLElement).append(
    ...metrics.measures.map((measure) => measureRow(measure, metrics)),
  );
}

/** A value of a measure, where it has one in that space. */
export function measuredValue(metrics: Metrics, key: string, space: string): number | null {
  const measure = metrics.measures.find((each) => each.key === key);
  return measure?.values.find((value) => value.space === space)?.value ?? null;
}

function measureRow(measure: Measure, { spaces }: Metrics): HTMLElement {
  const { title, better, definition, source, sample, values, unit } = measure;
  const sampled = sample ? `Of ${whole(sample.size)} images out of ${whole(sample.of)}. ` : '';
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, title),
    ...spaces.map((space) => {
      const found = values.find((value) => value.space === space.name);
      // The name of the column, for narrow screens, where there are none.
      const attributes = { class: 'number', 'data-space': space.title };
      return element('td', attributes, ...(found ? valueCell(found, unit) : []));
    }),
    element(
      'td',
      { class: 'better' },
      better === null ? '–' : better === 'higher' ? '↑ higher' : '↓ lower',
    ),
    element('td', {}, definition, ' ', element('span', { class: 'quiet' }, sampled + source)),
  );
}

function valueCell({ value, interval }: MeasuredValue, unit: string): (Node | string)[] {
  const number = `${short(value)}${unit === '1' ? '' : ` ${unit}`}`;
  if (interval === null) return [number];
  const title = '95 % bootstrap interval';
  return [number, element('span', { class: 'interval quiet', title }, span(...interval))];
}

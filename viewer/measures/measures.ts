/** The measures: three key numbers, and a table for each group with a column for each space. */
import type { Measure, MeasuredValue, Metrics, PageData, Space } from '../../pipeline/contract.ts';
import { byId, element } from '../parts/elements.ts';
import { groupMeasures, type MeasureGroup } from './measureGroups.ts';
import { measured, whole } from '../parts/numbers.ts';
import type { PageStore } from '../state/state.ts';

/** Told in one line while the tables are closed; those after the third where an earlier one is missing. */
const KEY_MEASURES = ['mse', 'trustworthiness10', 'placedKnnAccuracy', 'knnAccuracy', 'ssim'];

export function createMeasures({ metrics, maps }: PageData, store: PageStore): void {
  store.watch(['map'], ({ map }) => {
    byId('key-measures', HTMLElement).textContent = keyNumbers(metrics, maps[map].name);
  });
  byId('measures', HTMLElement).append(
    ...groupMeasures(metrics.measures).map((group) => groupTable(group, metrics.spaces)),
  );
}

/** A value of a measure, where it has one in that space. */
export function measuredValue(metrics: Metrics, key: string, space: string): number | null {
  const measure = metrics.measures.find((each) => each.key === key);
  return measure?.values.find((value) => value.space === space)?.value ?? null;
}

/** Of the images or the map that is shown. */
function keyNumbers(metrics: Metrics, map: string): string {
  return KEY_MEASURES.flatMap((key) => {
    const measure = metrics.measures.find((each) => each.key === key);
    const value = measuredValue(metrics, key, 'images') ?? measuredValue(metrics, key, map);
    return measure && value !== null ? [`${measure.title}: ${withUnit(value, measure.unit)}`] : [];
  })
    .slice(0, 3)
    .join(' · ');
}

function groupTable({ title, measures }: MeasureGroup, allSpaces: readonly Space[]): HTMLElement {
  const spaces = allSpaces.filter(({ name }) =>
    measures.some(({ values }) => values.some(({ space }) => space === name)),
  );
  const head = [
    element('th', { scope: 'col' }, 'Measure'),
    ...spaces.map((space) => element('th', { scope: 'col', class: 'number' }, space.title)),
  ];
  const rows = measures.map((measure) => measureRow(measure, spaces));
  return element(
    'section',
    { class: 'measures' },
    element('h3', {}, title),
    element(
      'div',
      { class: 'table' },
      element(
        'table',
        {},
        element('thead', {}, element('tr', {}, ...head)),
        element('tbody', {}, ...rows),
      ),
    ),
  );
}

function measureRow(measure: Measure, spaces: readonly Space[]): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, ...measureName(measure)),
    ...spaces.map((space) => {
      const found = measure.values.find((value) => value.space === space.name);
      // The name of the column, for narrow screens, where there are none.
      const attributes = { class: 'number', 'data-space': space.title };
      return element('td', attributes, ...(found ? valueCell(found, measure.unit) : []));
    }),
  );
}

/** The title, which opens to tell what the measure is. */
function measureName({ title, better, definition, source, sample }: Measure): Node[] {
  const sampled = sample ? `Of ${whole(sample.size)} images out of ${whole(sample.of)}. ` : '';
  return [
    element(
      'details',
      {},
      element('summary', {}, title, ...direction(better)),
      element('p', {}, definition, ' ', element('span', { class: 'quiet' }, sampled + source)),
    ),
  ];
}

/** An arrow for the eye, words for a screen reader. */
function direction(better: Measure['better']): (Node | string)[] {
  if (better === null) return [];
  const arrow = better === 'higher' ? '↑' : '↓';
  return [
    ' ',
    element('span', { class: 'quiet', 'aria-hidden': 'true' }, arrow),
    element('span', { class: 'unseen' }, `, ${better} is better`),
  ];
}

function valueCell({ value, interval }: MeasuredValue, unit: string): (Node | string)[] {
  const number = withUnit(value, unit);
  if (interval === null) return [number];
  const title = '95 % bootstrap interval';
  const range = interval.map(measured).join(' to ');
  return [number, element('span', { class: 'interval quiet', title }, range)];
}

/** A value as people read it: `0.950`, `22.3 dB`. */
export function withUnit(value: number, unit: string): string {
  return measured(value) + (unit === '1' ? '' : ` ${unit}`);
}

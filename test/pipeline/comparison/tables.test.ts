/** The tables of a comparison: what is bold in them is certain, and any name leaves them whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonMarkdown } from '../../../pipeline/comparison/tables.ts';
import type { Measure, MeasuredValue, Metrics } from '../../../pipeline/contract.ts';

type Told = Pick<MeasuredValue, 'value' | 'interval'>;

function metrics(names: readonly string[], told: readonly Told[], better: Measure['better']) {
  const values = told.map((each, i) => ({ ...each, space: names[i] }));
  const rest = { range: [0, 1], definition: '', source: '', sample: null } as const;
  const measure: Measure = { key: 'm', title: 'M', unit: '1', better, values, ...rest };
  return { spaces: names.map((name) => ({ name, title: name })), measures: [measure] } as Metrics;
}

/** Values of the only row that are bold. */
function bold(told: readonly Told[], better: Measure['better'] = 'higher'): string[] {
  const markdown = comparisonMarkdown(metrics(['a', 'b', 'c'], told, better));
  return Array.from(markdown.matchAll(/\*\*([\d.]+)/g), ([, value]) => value);
}

void test('a value is bold whose interval lies beyond those of all others', () => {
  const told: Told[] = [
    { value: 0.5, interval: [0.4, 0.6] },
    { value: 0.9, interval: [0.8, 1] },
    { value: 0.7, interval: [0.65, 0.75] },
  ];
  assert.deepEqual(bold(told), ['0.900']);
  assert.deepEqual(bold(told, 'lower'), ['0.500']);
  assert.deepEqual(bold(told, null), []);
});

void test('no value is where the interval of any other reaches it, or is not known', () => {
  const first: Told = { value: 0.9, interval: [0.8, 1] };
  const second: Told = { value: 0.7, interval: [0.65, 0.75] };
  assert.deepEqual(bold([first, second, { value: 0.5, interval: [0.1, 0.9] }]), []);
  assert.deepEqual(bold([first, second, { value: 0.5, interval: null }]), []);
});

void test('names with marks of Markdown stay in their cells', () => {
  const names = ['a|b', '*c*'];
  const told = [0.1, 0.2].map((value) => ({ value, interval: null }));
  const [head] = comparisonMarkdown(metrics(names, told, 'higher')).split('\n');
  assert.equal(head, '|  | a\\|b | \\*c\\* |');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measure, Metrics } from '../../pipeline/contract.ts';
import { measureTables } from '../../pipeline/measureTable.ts';

function measure(
  title: string,
  unit: string,
  values: Measure['values'],
  better: Measure['better'] = 'higher',
): Measure {
  const rest = {
    range: [0, 1],
    better,
    definition: '',
    source: '',
    sample: null,
  } as const;
  return { key: title, title, unit, values, ...rest };
}

const METRICS: Metrics = {
  spaces: [
    { name: 'images', title: 'Images' },
    { name: 'latents', title: 'Latents' },
    { name: 'tsne', title: 't-SNE' },
  ],
  measures: [
    measure('PSNR', 'dB', [{ space: 'images', value: 21.46, interval: [21, 22] }]),
    measure('Silhouette', '1', [
      { space: 'latents', value: -0.0712, interval: null },
      { space: 'tsne', value: 0.3464, interval: [0.34, 0.352] },
    ]),
    measure('Trust', '1', [{ space: 'tsne', value: 0.99, interval: null }], 'lower'),
    measure('Chance', '1', [{ space: 'tsne', value: 1, interval: null }], null),
  ],
};

test('images have a table of their own; empty cells stay empty', () => {
  assert.deepEqual(measureTables(METRICS, 80), [
    '',
    '                         Images',
    ' PSNR ↑  21.5 dB (21.0 to 22.0)',
    '',
    '               Latents                   t-SNE',
    ' Silhouette ↑  −0.0712  0.346 (0.340 to 0.352)',
    ' Trust ↓                                 0.990',
    ' Chance                                   1.00',
  ]);
});

test('columns that do not fit stand below, with the rows that have values there', () => {
  const lines = measureTables(METRICS, 40);
  assert.ok(
    lines.every((line) => line.length <= 40),
    lines.join('\n'),
  );
  assert.deepEqual(lines.slice(3), [
    '',
    '               Latents',
    ' Silhouette ↑  −0.0712',
    '',
    '                                t-SNE',
    ' Silhouette ↑  0.346 (0.340 to 0.352)',
    ' Trust ↓                        0.990',
    ' Chance                          1.00',
  ]);
});

test('no measures, no table', () => {
  assert.deepEqual(measureTables({ spaces: [], measures: [] }, 80), []);
});

test('a space without a value has no table', () => {
  const spaces = [...METRICS.spaces, { name: 'umap', title: 'UMAP' }];
  assert.deepEqual(measureTables({ ...METRICS, spaces }, 80), measureTables(METRICS, 80));
});

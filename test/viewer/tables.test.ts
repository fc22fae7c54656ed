/** The tables that are saved from the page, read back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvParse } from 'd3-dsv';
import type { Metrics } from '../../pipeline/contract.ts';
import type { Page } from '../../viewer/data/load.ts';
import { imagesCsv, measuresCsv } from '../../viewer/takeaway/tables.ts';

/** Three images on two maps, the last of them placed. */
const PAGE = {
  data: {
    dataset: { classNames: ['plain', 'with "quotes", commas\nand lines'] },
    maps: [{ name: 'tsne' }, { name: 'pca' }],
    placedFrom: 2,
  },
  labels: Int32Array.of(1, 0, 1),
  errors: Float32Array.of(0.1, 0.2, 1e-9),
  maps: [
    {
      positions: Float32Array.of(1, 2, 3, 4, 5, 6),
      distortion: Float32Array.of(0, 0.3, 1),
      uncertainty: Float32Array.of(0.7),
    },
    {
      positions: Float32Array.of(-1, 0.1, 7, 8, 9, -1e-7),
      distortion: new Float32Array(3),
      uncertainty: Float32Array.of(0),
    },
  ],
} as unknown as Page;

void test('every image has a row, with its places to the last bit', () => {
  const rows = csvParse(imagesCsv(PAGE));
  const perMap = ['x', 'y', 'distortion', 'uncertainty'];
  assert.deepEqual(rows.columns, [
    ...['id', 'label', 'class', 'placed', 'error'],
    ...['tsne', 'pca'].flatMap((map) => perMap.map((name) => `${map}_${name}`)),
  ]);
  assert.equal(rows.length, 3);
  assert.deepEqual(Object.values(rows[1]).slice(0, 4), ['1', '0', 'plain', '0']);
  assert.equal(rows[0].class, 'with "quotes", commas\nand lines');
  const numbers = (name: string) => rows.map((row) => Math.fround(Number(row[name])));
  assert.deepEqual(numbers('error'), [...PAGE.errors]);
  PAGE.data.maps.forEach(({ name }, m) => {
    const { positions, distortion } = PAGE.maps[m];
    const places = numbers(`${name}_x`).flatMap((x, i) => [x, numbers(`${name}_y`)[i]]);
    assert.deepEqual(places, [...positions]);
    assert.deepEqual(numbers(`${name}_distortion`), [...distortion]);
  });
  assert.deepEqual(
    rows.map(({ placed, tsne_uncertainty }) => [placed, tsne_uncertainty]),
    [
      ['0', ''],
      ['0', ''],
      ['1', String(Math.fround(0.7))],
    ],
  );
  assert.equal(rows[2].pca_uncertainty, '0');
});

void test('every value of a measure has a row, with its interval where it has one', () => {
  const definition = { range: [0, null], better: null, definition: '', source: '', sample: null };
  const metrics = {
    spaces: [],
    measures: [
      {
        ...definition,
        key: 'mse',
        title: 'Error, mean',
        unit: '1',
        values: [{ space: 'images', value: 0.00123456789, interval: [0.001, 0.002] }],
      },
      {
        ...definition,
        key: 'knn',
        title: 'Accuracy',
        unit: '%',
        values: [
          { space: 'latents', value: 0.5, interval: null },
          { space: 'tsne', value: 1, interval: [0, 1] },
        ],
      },
    ],
  } as unknown as Metrics;
  const rows = csvParse(measuresCsv(metrics));
  assert.deepEqual(rows.columns, ['key', 'measure', 'unit', 'space', 'value', 'low', 'high']);
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ['mse', 'Error, mean', '1', 'images', '0.00123456789', '0.001', '0.002'],
      ['knn', 'Accuracy', '%', 'latents', '0.5', '', ''],
      ['knn', 'Accuracy', '%', 'tsne', '1', '0', '1'],
    ],
  );
});

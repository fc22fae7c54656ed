/** The group in numbers: what it is made of, and what is saved of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvParse } from 'd3-dsv';
import type { Page } from '../../viewer/data/load.ts';
import { csvHeader, csvRows } from '../../viewer/panel/group/csv.ts';
import { groupMean } from '../../viewer/panel/group/mean.ts';
import { fileName } from '../../viewer/takeaway/fileName.ts';

/** Three images of two pixels on two maps. */
const PAGE = {
  data: {
    dataset: { classNames: ['plain', 'with "quotes", commas\nand lines'] },
    images: { count: 3, channels: 1, height: 1, width: 2 },
  },
  labels: Int32Array.of(1, 0, 1),
  pixels: Uint8Array.of(0, 255, 51, 0, 255, 255),
  errors: Float32Array.of(0.1, 0.2, 1e-9),
  maps: [
    { positions: Float32Array.of(1, 2, 3, 4, 5, 6), distortion: Float32Array.of(0, 0.3, 1) },
    { positions: Float32Array.of(-1, 0.1, 7, 8, 9, -1e-7), distortion: new Float32Array(3) },
  ],
} as unknown as Page;

void test('what is saved is read back to the last bit, on the map that is shown', () => {
  const latents = Float32Array.of(0.1, -2e-8, 3, 4);
  const [first, second, ...more] = csvParse(csvHeader(2) + csvRows(PAGE, 1, [0, 2], latents));
  assert.equal(more.length, 0);
  assert.deepEqual(
    { ...first },
    {
      id: '0',
      label: '1',
      class: 'with "quotes", commas\nand lines',
      x: '-1',
      y: String(Math.fround(0.1)),
      distortion: '0',
      error: String(Math.fround(0.1)),
      z0: String(Math.fround(0.1)),
      z1: String(Math.fround(-2e-8)),
    },
  );
  assert.deepEqual([second.id, second.z0, second.z1], ['2', '3', '4']);
  assert.equal(Math.fround(Number(second.y)), PAGE.maps[1].positions[5]);
  assert.equal(Math.fround(Number(second.error)), PAGE.errors[2]);
  const without = csvHeader(0) + csvRows(PAGE, 0, [1], new Float32Array(0));
  assert.equal(
    without,
    `id,label,class,x,y,distortion,error\n1,0,plain,3,4,${Math.fround(0.3)},${Math.fround(0.2)}\n`,
  );
});

void test('names of files are plain', () => {
  assert.equal(fileName(['Fashion-MNIST', 'group', 38], 'csv'), 'fashion-mnist-group-38.csv');
  assert.equal(fileName(['../Ünsere Bilder</b>'], 'csv'), 'unsere-bilder-b.csv');
  assert.equal(fileName(['图'], 'csv'), 'caelum.csv');
});

void test('an average that is stopped ends at once, and is not decoded', async () => {
  const stopped = new AbortController();
  const calls: string[] = [];
  const models = {
    encode: (images: Float32Array) => {
      calls.push('encode');
      stopped.abort();
      return Promise.resolve(images);
    },
    decode: (latents: Float32Array) => {
      calls.push('decode');
      return Promise.resolve(latents);
    },
  };
  const ids = Array.from({ length: 100 }, (_, i) => i % 3);
  const options = { signal: stopped.signal, onProgress: () => undefined };
  await assert.rejects(groupMean(PAGE, models, ids, options), { name: 'AbortError' });
  assert.deepEqual(calls, ['encode']);
});

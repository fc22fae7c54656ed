import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mappedImages, stratifiedSample } from '../../../pipeline/stages/mapped.ts';

/** Class by class, as folders list them. */
const labels = Int32Array.from([
  ...new Array<number>(60).fill(0),
  ...new Array<number>(30).fill(1),
  ...new Array<number>(10).fill(2),
]);
const images = {
  shape: { channels: 1, height: 1, width: 1 },
  pixels: Uint8Array.from(labels.keys()),
  labels,
};

test('a stratified sample has every class in proportion, from all over it', () => {
  const sample = stratifiedSample(labels, 20);
  const sizes = [0, 1, 2].map((label) => sample.filter((i) => labels[i] === label).length);
  assert.deepEqual(sizes, [12, 6, 2]);
  assert.deepEqual(sample, sample.toSorted());
  assert.equal(new Set(sample).size, 20);
  assert.ok(sample.filter((i) => i < 60).at(-1)! >= 55, 'the end of the first class is there too');
});

test('maps are made of the first images, of a sample where it is asked for, or of all', () => {
  const mapped = (mapSize: number, stratified: boolean) =>
    mappedImages(images, { mapSize, stratified });
  assert.deepEqual([...mapped(3, false).pixels], [0, 1, 2]);
  const sample = mapped(20, true);
  assert.deepEqual(sample.pixels, Uint8Array.from(stratifiedSample(labels, 20)));
  assert.deepEqual(
    sample.labels,
    Int32Array.from(sample.pixels, (i) => labels[i]),
  );
  assert.deepEqual(mapped(1000, true).labels, labels);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blendOf, meanLatent } from '../../../viewer/map/decoding/blend.ts';
import { createCache } from '../../../viewer/map/decoding/cache.ts';
import {
  cellsInView,
  coarseToFine,
  latticeLevel,
  latticeStep,
} from '../../../viewer/map/decoding/lattice.ts';

const ALL = { transform: { k: 1, x: 0, y: 0 }, width: 440, height: 330 };

void test('the nearer a point, the more it says; one on the place says all', () => {
  const blend = blendOf([
    { index: 7, distance: 1 },
    { index: 3, distance: 2 },
    { index: 9, distance: 4 },
  ]);
  assert.deepEqual(blend.indices, [7, 3, 9]);
  assert.deepEqual(
    blend.weights.map((weight) => Math.round(1e6 * weight)),
    [571429, 285714, 142857],
  );
  const onIt = [0, 0, 3].map((distance, index) => ({ index, distance }));
  assert.deepEqual(blendOf(onIt).weights, [0.5, 0.5, 0]);
});

void test('the mean of latents is weighted', () => {
  const latents = [Float32Array.of(1, 10), Float32Array.of(3, -10)];
  const blend = { indices: [1, 0], weights: [0.75, 0.25] };
  assert.deepEqual([...meanLatent(blend, (index) => latents[index])], [2.5, -5]);
});

void test('cells come coarse to fine, and from the middle outwards', () => {
  const cells = coarseToFine(cellsInView(ALL, 0), { x: 220, y: 165 });
  // Columns 0 to 10 and rows 0 to 8 reach into view.
  assert.equal(cells.length, 11 * 9);
  const rounds = cells.map(({ round }) => round);
  assert.deepEqual(
    [0, 1, 2].map((round) => rounds.filter((other) => other === round).length),
    [3 * 3, 6 * 5 - 3 * 3, 11 * 9 - 6 * 5],
  );
  assert.deepEqual(rounds, [...rounds].sort());
  assert.deepEqual(cells[0].place, { x: 176, y: 176 });
});

void test('zooming in keeps the places there are and adds between them', () => {
  assert.deepEqual([1, 1.3, 1.5, 2.7, 3, 60].map(latticeLevel), [0, 0, 1, 1, 2, 6]);
  assert.equal(latticeStep(2), latticeStep(0) / 4);
  const zoomed = { ...ALL, transform: { k: 2, x: -200, y: -100 } };
  const coarse = new Map(cellsInView(zoomed, 0).map(({ key, place }) => [key, place]));
  const fine = new Map(cellsInView(zoomed, 1).map(({ key, place }) => [key, place]));
  assert.ok(fine.size > 3 * coarse.size);
  const inView = [...coarse].filter(([key]) => fine.has(key));
  assert.ok(inView.length >= 20);
  for (const [key, place] of inView) assert.deepEqual(fine.get(key), place);
});

void test('what was not used for longest makes room', () => {
  const cache = createCache<string, number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  assert.equal(cache.get('a'), 1);
  cache.set('c', 3);
  assert.equal(cache.get('b'), undefined);
  assert.deepEqual([cache.get('a'), cache.get('c')], [1, 3]);
});

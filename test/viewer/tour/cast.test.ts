/** What the tour takes up: images, channels, moments and lines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turnsAt } from '../../../viewer/tour/acting.ts';
import { castOf, type Source } from '../../../viewer/tour/cast.ts';
import { REST_OF_EIGHT, THREE } from '../../../viewer/tour/strokes.ts';
import { strongestChannels } from '../../../viewer/tour/strongest.ts';

/** Six images, the last one placed; the second one's neighbour is of another class. */
const PAGE: Source = {
  labels: Int32Array.of(0, 1, 0, 1, 1, 2),
  neighbours: { k: 1, indices: Int32Array.of(2, 0, 0, 4, 3, 0) },
  maps: [
    { distortion: new Float32Array(6) },
    { distortion: Float32Array.of(0.5, 0.2, 0.2, 0.3, 0.1, 0) },
  ],
  data: { placedFrom: 5, maps: [{ name: 'pca' }, { name: 'tsne-30' }] },
};

void test('typical mapped images of the t-SNE map are chosen, of usual distortion, one a class', () => {
  assert.deepEqual(castOf(PAGE), { map: 1, images: [2, 3] });
});

void test('where no image is typical any will do, and without t-SNE the first map', () => {
  const strayed = {
    ...PAGE,
    neighbours: { k: 1, indices: Int32Array.of(1, 0, 1, 0, 0, 0) },
    data: { placedFrom: 5, maps: [{ name: 'pca' }, { name: 'umap' }] },
  };
  assert.deepEqual(castOf(strayed), { map: 0, images: [0, 1] });
});

void test('of a row each has its turn, and all have had it at the end', () => {
  assert.deepEqual(
    [0, 0.24, 0.26, 0.99, 1].map((share) => turnsAt(share, 3)),
    [0, 0, 1, 3, 3],
  );
});

void test('channels are ranked by their squares', () => {
  const latent = Float32Array.of(1, 1, -3, 0, 0, 2);
  assert.deepEqual(strongestChannels(latent, 3), [1, 2, 0]);
});

void test('what is added to the 3 begins and ends on it, and all stays on the pad', () => {
  const three = THREE.flat();
  for (const line of REST_OF_EIGHT) {
    for (const end of [line[0], line[line.length - 1]]) {
      const distance = Math.min(...three.map(({ x, y }) => Math.hypot(x - end.x, y - end.y)));
      assert.ok(distance < 0.01, `an end is ${distance} away`);
    }
  }
  const all = [...three, ...REST_OF_EIGHT.flat()];
  assert.ok(all.every(({ x, y }) => x > 0.1 && x < 0.9 && y > 0.1 && y < 0.9));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../pipeline/random.ts';
import {
  principalComponents,
  project,
} from '../../../pipeline/tsne/algebra/principalComponents.ts';
import { FixedMap } from '../../../pipeline/tsne/placing/fixedMap.ts';
import { nearestReferences } from '../../../pipeline/tsne/placing/nearestReferences.ts';
import { placeAtMean, placeOnMap } from '../../../pipeline/tsne/placing/placeOnMap.ts';
import { createSpace } from '../../../viewer/models/space.ts';
import { largestDifference } from '../../helpers.ts';

const COUNT = 300;
const DIMENSIONS = 6;

/** Latents that spread along axes of their own by different lengths. */
function cloud(count: number, name: string): Float32Array {
  const random = seededRandom(5, name);
  return Float32Array.from(
    { length: count * DIMENSIONS },
    (_, n) => (random() - 0.5) * (DIMENSIONS - (n % DIMENSIONS)) * 4 + 1,
  );
}

const latents = cloud(COUNT, 'mapped');
const fresh = cloud(1, 'new');

/** All components, unrounded, and maps that are the first two of them, turned and moved. */
async function someSpace() {
  const components = DIMENSIONS;
  const random = seededRandom(6, 'search');
  const found = await principalComponents(latents, DIMENSIONS, components, random);
  const coordinates = await project(latents, found);
  const positions = Float32Array.from({ length: 2 * COUNT }, (_, n) => {
    const first = coordinates[(n >> 1) * components];
    const second = coordinates[(n >> 1) * components + 1];
    return n % 2 === 0 ? 3 * first - second + 7 : first + 2 * second - 4;
  });
  const names = ['tsne-30', 'umap', 'pca'];
  const maps = names.map((name) => ({ name, positions }));
  const [mean, basis] = [found.mean, found.axes].map((values) => Float32Array.from(values));
  const search = { components, mean, basis, coordinates, explained: 1, recall: 1 };
  return { search, positions, maps, space: createSpace({ search, maps }) };
}

void test('the nearest mapped latents and their distances are the exact ones where no component is left out', async () => {
  const { space } = await someSpace();
  const exact = nearestReferences(fresh, latents, DIMENSIONS, 12);
  const found = space.nearest(space.locate(fresh), 12);
  assert.deepEqual([...found.indices], [...exact.indices]);
  const distances = Float32Array.from(exact.squaredDistances, Math.sqrt);
  assert.ok(largestDifference(found.distances, distances) < 1e-3);
  assert.equal(space.nearest(space.locate(fresh), 10_000).indices.length, COUNT);
});

void test('what the components do not hold of a new latent counts in its distances', async () => {
  const { search, maps } = await someSpace();
  const few = 2;
  const cut = {
    ...search,
    components: few,
    basis: search.basis.subarray(0, few * DIMENSIONS),
    coordinates: Float32Array.from({ length: COUNT * few }, (_, n) => {
      return search.coordinates[Math.floor(n / few) * search.components + (n % few)];
    }),
  };
  const space = createSpace({ search: cut, maps });
  const { indices, distances } = space.nearest(space.locate(fresh), 1);
  // The mapped latent as the components know it, back among all dimensions.
  const known = Array.from({ length: DIMENSIONS }, (_, d) => {
    const along = [0, 1].map(
      (c) => cut.coordinates[few * indices[0] + c] * cut.basis[c * DIMENSIONS + d],
    );
    return cut.mean[d] + along[0] + along[1];
  });
  const expected = Math.hypot(...known.map((value, d) => fresh[d] - value));
  assert.ok(Math.abs(distances[0] - expected) < 1e-3, `${distances[0]} for ${expected}`);
});

void test('t-SNE and other maps place as the pipeline does', async () => {
  const { space, positions } = await someSpace();
  const reference = { latents, map: new FixedMap(positions) };
  for (const [map, place] of [placeOnMap, placeAtMean].entries()) {
    const expected = place(fresh, DIMENSIONS, reference);
    const found = space.place(space.locate(fresh), map);
    assert.equal(found.map, map);
    assert.ok(largestDifference([found.x, found.y], expected.positions) < 0.01);
    assert.ok(Math.abs(found.uncertainty - expected.uncertainty[0]) < 0.01);
  }
});

void test('a PCA map places by its projection, mapped images where they are', async () => {
  const { space, positions } = await someSpace();
  const located = space.locate(fresh);
  const [first, second] = located.coordinates;
  const { x, y } = space.place(located, 2);
  assert.ok(largestDifference([x, y], [3 * first - second + 7, first + 2 * second - 4]) < 1e-2);
  const own = latents.subarray(5 * DIMENSIONS, 6 * DIMENSIONS);
  const back = space.place(space.locate(own), 2);
  assert.ok(largestDifference([back.x, back.y], positions.subarray(10, 12)) < 1e-2);
});

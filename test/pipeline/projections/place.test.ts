/** New points on a finished map of each kind. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { plannedMaps, PROJECTION_NAMES } from '../../../pipeline/projections/maps.ts';
import type { Placement } from '../../../pipeline/tsne/placing/placeOnMap.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { nearestNeighbours } from '../../../pipeline/tsne/neighbours/neighbours.ts';
import { FixedMap } from '../../../pipeline/tsne/placing/fixedMap.ts';
import { nearestReferences } from '../../../pipeline/tsne/placing/nearestReferences.ts';
import { referencesNeeded } from '../../../pipeline/tsne/placing/placeOnMap.ts';
import { largestDifference } from '../../helpers.ts';
import { randomPoints } from '../tsne/points.ts';

const COUNT = 300;
const DIMENSIONS = 4;

/** Three groups apart from each other, point by point. */
function groups(count: number, dimensions: number, seed: number): Float32Array {
  const numbers = randomPoints(count * dimensions, 1, seed);
  return Float32Array.from(numbers, (x, n) => x + 20 * (Math.floor(n / dimensions) % 3));
}

const LATENTS = groups(COUNT, DIMENSIONS, 1);

for (const name of PROJECTION_NAMES) {
  describe(name, () => {
    const dimensions = name === 'latent' ? 2 : DIMENSIONS;
    const mapped = groups(COUNT, dimensions, 1);
    const fresh = groups(60, dimensions, 2);
    let positions: Float32Array;
    let place: (points: Float32Array) => Promise<Placement>;

    before(async () => {
      const settings = { projection: [name], perplexity: [10], mapSize: COUNT };
      const [map] = plannedMaps(settings, COUNT);
      const random = () => seededRandom(1, 'map');
      const onProgress = () => undefined;
      const neighbours = await nearestNeighbours(mapped, dimensions, 40);
      const shared = { dimensions, onProgress };
      const made = await map.make({ ...shared, latents: mapped, neighbours, random: random() });
      ({ positions } = made);
      const reference = { latents: mapped, map: new FixedMap(positions) };
      place = async (latents) => {
        const k = referencesNeeded(COUNT);
        const nearest = nearestReferences(latents, mapped, dimensions, k);
        return map.place({
          ...shared,
          latents,
          reference,
          neighbours: nearest,
          random: random(),
        });
      };
    });

    test('new points land in the midst of their group', async () => {
      const placed = (await place(fresh)).positions;
      const onMap = nearestReferences(placed, positions, 2, 1).indices;
      const astray = Array.from(onMap).filter((j, i) => j % 3 !== i % 3);
      assert.deepEqual(astray, []);
    });

    test('points of the map go where they are', async () => {
      const placed = await place(mapped.subarray(0, 30 * dimensions));
      assert.deepEqual(placed.positions, positions.slice(0, 60));
    });
  });
}

test('PCA places by the projection that made the map', async () => {
  const [map] = plannedMaps({ projection: ['pca'], perplexity: [10], mapSize: COUNT }, COUNT);
  const shared = { dimensions: DIMENSIONS, onProgress: () => undefined };
  const { positions } = await map.make({
    ...shared,
    latents: LATENTS,
    neighbours: await nearestNeighbours(LATENTS, DIMENSIONS, 1),
    random: seededRandom(1, 'map'),
  });
  // A linear map takes the middle of two points to the middle of their places, in whatever group it is.
  const middles = LATENTS.slice(0, 20 * DIMENSIONS).map(
    (x, n) => (x + LATENTS[n + 40 * DIMENSIONS]) / 2,
  );
  const expected = positions.slice(0, 40).map((x, n) => (x + positions[n + 80]) / 2);
  const placed = await map.place({
    ...shared,
    latents: middles,
    reference: { latents: LATENTS, map: new FixedMap(positions) },
    neighbours: nearestReferences(middles, LATENTS, DIMENSIONS, referencesNeeded(COUNT)),
    random: seededRandom(1, 'map'),
  });
  assert.ok(largestDifference(placed.positions, expected) < 1e-4);
});

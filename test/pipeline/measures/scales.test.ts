/** Measures do not depend on the unit that latents and maps are in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CPU } from '../../../pipeline/engine/devices/device.ts';
import { measureClusters } from '../../../pipeline/measures/clusters/clusterMeasures.ts';
import { kMeans } from '../../../pipeline/measures/clusters/kMeans.ts';
import { measureNeighbourhoods } from '../../../pipeline/measures/neighbourhoods/pointMeasures.ts';
import { measurePlacedLabels } from '../../../pipeline/measures/placement/placementMeasures.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { randomPoints } from '../tsne/points.ts';

const COUNT = 120;
const DIMENSIONS = 6;
const EXPONENTS = [-100, -80, 64, 80, 100];

const labels = Int32Array.from({ length: COUNT }, (_, i) => i % 4);

/** Four overlapping heaps away from the origin, as many times as large as 2 ** exponent. */
function heaps(dimensions: number, exponent: number): Float32Array {
  const noise = randomPoints(COUNT * dimensions, 1, dimensions);
  return Float32Array.from(
    noise,
    // Few enough digits for the smallest numbers of float32.
    (value, n) =>
      (Math.round(256 * value) / 256 + labels[Math.floor(n / dimensions)] + 3) * 2 ** exponent,
  );
}

test('neighbourhoods are the same at every scale', async () => {
  const measure = (exponent: number) => {
    const latents = heaps(DIMENSIONS, exponent);
    const maps = [{ name: 'map', positions: heaps(2, exponent) }];
    const points = { latents, dimensions: DIMENSIONS, labels, maps };
    return measureNeighbourhoods(points, { seed: 1, device: CPU });
  };
  const expected = await measure(0);
  for (const exponent of EXPONENTS) {
    assert.deepEqual(await measure(exponent), expected, `× 2^${exponent}`);
  }
});

test('clusters are the same at every scale, and their inertia in the unit of the points', async () => {
  const find = async (exponent: number) => {
    const points = heaps(DIMENSIONS, exponent);
    const { labels: found, inertia } = await kMeans(points, DIMENSIONS, 4, seededRandom(1, 'c'));
    const clouds = [{ space: 'latents', points, dimensions: DIMENSIONS }];
    const measures = await measureClusters(clouds, labels, 1);
    return { found, inertia: inertia / 2 ** (2 * exponent), measures };
  };
  const expected = await find(0);
  assert.ok(expected.measures.every(({ values }) => values[0].value > 0.3));
  for (const exponent of EXPONENTS) {
    assert.deepEqual(await find(exponent), expected, `× 2^${exponent}`);
  }
});

test('labels of placed points are judged alike on maps of every scale', async () => {
  const measure = (exponent: number) => {
    const positions = heaps(2, exponent);
    const uncertainty = Float32Array.from(labels.keys());
    const maps = [{ name: 'map', positions, placed: positions.toReversed(), uncertainty }];
    return measurePlacedLabels({ labels, placedLabels: labels, maps }, 1);
  };
  const expected = await measure(0);
  for (const exponent of EXPONENTS) {
    assert.deepEqual(await measure(exponent), expected, `× 2^${exponent}`);
  }
});

/** Each projection on real digits, on points that are hard to arrange, and beside itself. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mean } from '../../../pipeline/measures/statistics.ts';
import { placedAccuracy } from '../../../pipeline/measures/placement/placedAccuracy.ts';
import { plannedMaps, PROJECTION_NAMES } from '../../../pipeline/projections/maps.ts';
import type { MadeMap } from '../../../pipeline/projections/projection.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { nearestNeighbours } from '../../../pipeline/tsne/neighbours/neighbours.ts';
import { everyTenthDigit, randomPoints } from '../tsne/points.ts';

type Name = (typeof PROJECTION_NAMES)[number];

async function make(
  name: Name,
  latents: Float32Array,
  dimensions: number,
  seed = 1,
): Promise<MadeMap & { readonly progress: readonly string[] }> {
  const count = latents.length / dimensions;
  const settings = { projection: [name], perplexity: [30], mapSize: count };
  const [map] = plannedMaps(settings, count);
  const progress: string[] = [];
  // More neighbours than any of them needs, as in a run.
  const neighbours = await nearestNeighbours(latents, dimensions, Math.min(count - 1, 100));
  const made = await map.make({
    latents,
    dimensions,
    neighbours,
    random: seededRandom(seed, 'map'),
    onProgress: (done, total, unit) => progress.push(`${done}/${total} ${unit}`),
  });
  return { ...made, progress };
}

/** 500 digits. */
async function digits() {
  const { points, labels } = await everyTenthDigit();
  const picked = Array.from({ length: 500 }, (_, i) => 2 * i);
  const latents = new Float32Array(500 * 784);
  picked.forEach((from, to) => {
    latents.set(points.subarray(from * 784, (from + 1) * 784), to * 784);
  });
  return { latents, labels: Int32Array.from(picked, (i) => labels[i]) };
}

/** Least share of digits whose 10 nearest on the map agree with them. */
const AGREEING: Readonly<Partial<Record<Name, number>>> = { tsne: 0.8, umap: 0.7, pca: 0.35 };

test('a latent of two numbers is a map, and one of more is refused', async () => {
  const latents = Float32Array.from(randomPoints(60 * 2, 1));
  assert.deepEqual((await make('latent', latents, 2)).positions, latents);
  await assert.rejects(make('latent', latents, 3), {
    name: 'InputError',
    message:
      '--projection latent shows latents of two numbers as they are, and these have 3; ' +
      'train with --model vae --latent-dim 2, or choose another projection.',
  });
});

for (const name of PROJECTION_NAMES) {
  const least = AGREEING[name];
  if (least === undefined) continue;
  describe(name, () => {
    test('keeps digits of a class together, and is the same again', async () => {
      const { latents, labels } = await digits();
      const { positions } = await make(name, latents, 784);
      assert.equal(positions.length, 2 * labels.length);
      const accuracy = mean(
        placedAccuracy(await nearestNeighbours(positions, 2, 10), labels, labels),
      );
      assert.ok(accuracy >= least, `${accuracy}`);
      assert.deepEqual((await make(name, latents, 784)).positions, positions);
    });

    for (const [what, points, dimensions] of hardPoints()) {
      test(`${what} get a finite place each`, async () => {
        const { positions } = await make(name, points, dimensions);
        assert.equal(positions.length, (2 * points.length) / dimensions);
        assert.ok(positions.every(Number.isFinite));
        assert.ok(new Set(positions).size > 1, 'not all in one place');
      });
    }
  });
}

function hardPoints(): (readonly [string, Float32Array, number])[] {
  const random = Float32Array.from(randomPoints(60 * 5, 1));
  return [
    ['four points', random.slice(0, 20), 5],
    ['five points', random.slice(0, 25), 5],
    ['points of one dimension', random.slice(0, 60), 1],
    ['points along a line', random.map((_, n) => random[n - (n % 5)]), 5],
    ['points with constant columns', random.map((x, n) => (n % 5 < 3 ? 7 : x)), 5],
    [
      'pairs of equal points',
      random.map((_, n) => random[(n % 5) + 5 * (Math.floor(n / 5) >> 1)]),
      5,
    ],
    ['points of which nearly all are equal', random.map((x, n) => (n < 50 ? x : 1)), 5],
  ];
}

test('t-SNE tells of every step and keeps twenty frames, the last as the map is', async () => {
  const { positions, frames, results, progress } = await make(
    'tsne',
    Float32Array.from(randomPoints(40 * 3, 1)),
    3,
  );
  assert.equal(frames.length, 20);
  assert.deepEqual(frames.at(-1), positions);
  assert.notDeepEqual(frames[0], frames[1]);
  assert.equal(results.perplexity, 13);
  assert.ok(results.kl > 0);
  assert.deepEqual([progress[0], progress.at(-1)], ['1/1000 iterations', '1000/1000 iterations']);
});

test('UMAP lays its groups out as the principal components do, whatever the seed', async () => {
  const { latents, labels } = await digits();
  const pca = centres((await make('pca', latents, 784)).positions, labels);
  for (const seed of [1, 2]) {
    const { positions, progress } = await make('umap', latents, 784, seed);
    assert.equal(progress.at(-1), '500/500 epochs');
    const found = centres(positions, labels);
    for (const axis of [0, 1] as const) {
      const r = correlation(found[axis], pca[axis]);
      assert.ok(r > 0.6, `seed ${seed}, axis ${axis}: ${r}`);
    }
  }
});

test('PCA keeps the distances of points in a plane', async () => {
  const flat = randomPoints(30 * 2, 1);
  // The plane lies askew in three dimensions, spanned by (1, 0, 1) and (0, 1, 0).
  const points = Float32Array.from({ length: 90 }, (_, n) => flat[2 * Math.floor(n / 3) + (n % 2)]);
  const { positions, frames } = await make('pca', points, 3);
  const before = await nearestNeighbours(points, 3, 5);
  const after = await nearestNeighbours(positions, 2, 5);
  assert.deepEqual(after.indices, before.indices);
  after.squaredDistances.forEach((squared, n) => {
    assert.ok(Math.abs(squared - before.squaredDistances[n]) < 1e-4);
  });
  assert.equal(frames.length, 0);
});

/** Mean x and mean y of each class. */
function centres(positions: Float32Array, labels: Int32Array): [number[], number[]] {
  const mean = (label: number, axis: number) => {
    const own = Array.from(labels.keys()).filter((i) => labels[i] === label);
    return own.reduce((sum, i) => sum + positions[2 * i + axis], 0) / own.length;
  };
  const classes = Array.from({ length: 10 }, (_, label) => label);
  return [classes.map((label) => mean(label, 0)), classes.map((label) => mean(label, 1))];
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - meanA) * (b[i] - meanB);
    aa += (value - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

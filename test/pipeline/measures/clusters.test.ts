import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestAssignment } from '../../../pipeline/measures/clusters/assignment.ts';
import { CentreScores } from '../../../pipeline/measures/clusters/centreScores.ts';
import { clusterAccuracy } from '../../../pipeline/measures/clusters/clusterAccuracy.ts';
import { measureClusters } from '../../../pipeline/measures/clusters/clusterMeasures.ts';
import { contingency } from '../../../pipeline/measures/clusters/contingency.ts';
import { kMeans, lloyd, plusPlusStarts } from '../../../pipeline/measures/clusters/kMeans.ts';
import { normalisedMutualInformation } from '../../../pipeline/measures/clusters/mutualInformation.ts';
import { adjustedRandIndex } from '../../../pipeline/measures/clusters/randIndex.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { pickRows } from '../../../pipeline/tsne/algebra/vectors.ts';
import { randomPoints } from '../tsne/points.ts';
import { ask, assertNear, flat, stored, type Tasks } from './reference.ts';

function assertAgreement({ request, answer }: Tasks['clusters']): void {
  const overlap = contingency(request.classes, request.clusters);
  assertNear('NMI', normalisedMutualInformation(overlap), answer.nmi);
  assertNear('ARI', adjustedRandIndex(overlap), answer.ari);
  assertNear('accuracy', clusterAccuracy(overlap), answer.clusterAccuracy);
}

test('agreement of clusters and classes is that of scikit-learn, with more clusters than classes', () => {
  assertAgreement(stored('clusters'));
});

test('it is what scikit-learn finds here, with fewer clusters than classes', (t) => {
  const random = seededRandom(3, 'clusters');
  const classes = Array.from({ length: 500 }, () => Math.floor(random() * 12));
  const clusters = classes.map((label) => (random() < 0.5 ? label % 5 : Math.floor(random() * 5)));
  const answer = ask('clusters', { classes, clusters });
  if ('reason' in answer) {
    t.skip(answer.reason);
    return;
  }
  assertAgreement({ request: { classes, clusters }, answer });
});

test('equal groupings agree wholly whatever their names; one group tells nothing', () => {
  const same = contingency([0, 0, 1, 2], [7, 7, 3, 5]);
  for (const measure of [normalisedMutualInformation, adjustedRandIndex, clusterAccuracy]) {
    assertNear(measure.name, measure(same), 1, 1e-12);
  }
  const one = contingency([0, 0, 1, 1], [4, 4, 4, 4]);
  assert.equal(normalisedMutualInformation(one), 0);
  assert.equal(adjustedRandIndex(one), 0);
  assert.equal(clusterAccuracy(one), 0.5);
  assert.throws(() => contingency([1], [1, 2]), /1 labels against 2/);
});

test('the assignment is the best of all', () => {
  const random = seededRandom(2, 'assignment');
  for (let trial = 0; trial < 200; trial++) {
    const rows = 1 + (trial % 5);
    const columns = rows + (trial % 3);
    const values = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => Math.floor(random() * 20) - 5),
    );
    const chosen = bestAssignment(values);
    assert.equal(new Set(chosen).size, rows);
    const sum = values.reduce((total, row, a) => total + row[chosen[a]], 0);
    assert.equal(sum, bestSum(values, 0, new Set()), JSON.stringify(values));
  }
  assert.throws(() => bestAssignment([[1], [2]]), /2 rows cannot share 1 columns/);
});

/** By trying everything. */
function bestSum(values: number[][], row: number, taken: Set<number>): number {
  if (row === values.length) return 0;
  let best = -Infinity;
  for (let column = 0; column < values[row].length; column++) {
    if (taken.has(column)) continue;
    const rest = bestSum(values, row + 1, new Set([...taken, column]));
    best = Math.max(best, values[row][column] + rest);
  }
  return best;
}

test('k-means from given centres is that of scikit-learn; of ten starts the best is as good as its best', async () => {
  const { request, answer } = stored('kMeans');
  const points = flat(request.points);
  const scores = await CentreScores.open(points, 6);
  const centres = request.starts.flatMap((i) => [...scores.points.subarray(6 * i, 6 * (i + 1))]);
  const [{ labels, inertia }] = await lloyd(scores, [Float64Array.from(centres)], 4);
  await scores.close();
  assert.deepEqual([...labels], answer.labels);
  assertNear('inertia', inertia / answer.inertia, 1);
  const best = await kMeans(points, 6, 4, seededRandom(1, 'clusters'));
  assert.ok(best.inertia < answer.leastInertia * (1 + 1e-6), `${best.inertia}`);
});

test('k-means goes on until every point is nearest to the mean of its cluster, as scikit-learn does', async (t) => {
  // An even field, all of whose centres start in one corner.
  const count = 600;
  const random = seededRandom(5, 'field');
  const points = Array.from({ length: count }, () => {
    return [20, 1].map((side) => Math.round(1024 * side * random()) / 1024);
  }).sort(([a], [b]) => a - b);
  const starts = [0, 1, 2, 3, 4];
  const { labels, centres, inertia } = await settle(flat(points), starts);
  for (const [i, point] of points.entries()) {
    const distances = starts.map((c) => Math.hypot(...point.map((x, d) => x - centres[c][d])));
    const least = Math.min(...distances);
    assert.ok(
      distances[labels[i]] < least + 1e-4,
      `point ${i}: ${distances.join()}, not ${labels[i]}`,
    );
  }
  const answer = ask('kMeans', { points, starts });
  if ('reason' in answer) {
    t.diagnostic(`not compared with scikit-learn here: ${answer.reason}`);
    return;
  }
  assert.deepEqual([...labels], answer.labels);
  assertNear('inertia', inertia / answer.inertia, 1);
});

/** Clusters of points in the plane from given ones of them as centres, and the means of those clusters. */
async function settle(points: Float32Array, starts: readonly number[]) {
  const scores = await CentreScores.open(points, 2);
  const first = pickRows(scores.points, 2, starts);
  const [{ labels, inertia }] = await lloyd(scores, [Float64Array.from(first)], starts.length);
  await scores.close();
  const centres = starts.map((_, cluster) => {
    const own = [...labels.keys()].filter((i) => labels[i] === cluster);
    return [0, 1].map((d) => own.reduce((sum, i) => sum + points[2 * i + d], 0) / own.length);
  });
  return { labels, inertia, centres };
}

test('k-means++ starts with a centre in every group that lies apart, be it as small as two points', async () => {
  // Two large heaps at the ends of a line, and two points of their own far off it.
  const noise = randomPoints(404, 0.01, 4);
  const groups = Array.from({ length: 202 }, (_, i) => (i < 200 ? i % 2 : 2));
  const middles = [
    [0, 0],
    [1000, 0],
    [500, 400],
  ];
  const points = Float32Array.from(noise, (value, n) => value + middles[groups[n >> 1]][n % 2]);
  const scores = await CentreScores.open(points, 2);
  const starts = await plusPlusStarts(scores, 3, 20, seededRandom(1, 'starts'));
  const chosen = starts.map((centres) => {
    const found = [0, 1, 2].map((c) =>
      groups.findIndex(
        (_, i) =>
          scores.points[2 * i] === centres[2 * c] &&
          scores.points[2 * i + 1] === centres[2 * c + 1],
      ),
    );
    return found.map((i) => groups[i]).sort();
  });
  await scores.close();
  for (const each of chosen) assert.deepEqual(each, [0, 1, 2]);
});

test('k-means finds heaps that lie apart, far from the origin, and the same ones with the same seed', async () => {
  const heaps = Array.from({ length: 90 }, (_, i) => i % 3);
  const noise = randomPoints(180, 1, 8);
  const points = Float32Array.from(noise, (value, n) => 1000 + value + 20 * heaps[n >> 1]);
  const { labels } = await kMeans(points, 2, 3, seededRandom(1, 'clusters'));
  assert.equal(clusterAccuracy(contingency(heaps, labels)), 1);
  const again = await kMeans(points, 2, 3, seededRandom(1, 'clusters'));
  assert.deepEqual(again.labels, labels);
});

test('k-means of points that are all the same ends, with one cluster', async () => {
  const { labels, inertia } = await kMeans(
    new Float32Array(20).fill(3),
    2,
    3,
    seededRandom(1, 'c'),
  );
  assert.equal(new Set(labels).size, 1);
  assert.equal(inertia, 0);
});

test('clusters are measured in every space; with one class there is nothing to measure', async () => {
  const clouds = [
    { space: 'latents', points: Float32Array.of(0, 0, 1, 9, 9, 8), dimensions: 1 },
    { space: 'map', points: Float32Array.of(0, 0, 9, 9, 0, 1, 9, 8, 1, 1, 8, 8), dimensions: 2 },
  ];
  const measures = await measureClusters(clouds, Int32Array.of(4, 4, 4, 6, 6, 6), 42);
  for (const { key, values } of measures) {
    assert.deepEqual(values[0], { space: 'latents', value: 1, interval: null }, key);
    assert.equal(values[1].space, 'map');
    assert.ok(values[1].value < 1, key);
  }
  const none = await measureClusters(clouds, new Int32Array(6), 42);
  assert.ok(none.length === 3 && none.every(({ values }) => values.length === 0));
});

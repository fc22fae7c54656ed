import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitDistances } from '../../../pipeline/measures/distanceRows.ts';
import { knnAccuracy } from '../../../pipeline/measures/knnAccuracy.ts';
import { measureMap, type MapMeasures } from '../../../pipeline/measures/mapMeasures.ts';
import { meanSquaredError } from '../../../pipeline/measures/meanSquaredError.ts';
import { Silhouette } from '../../../pipeline/measures/silhouette.ts';
import { largestK, Trustworthiness } from '../../../pipeline/measures/trustworthiness.ts';
import { nearestNeighbours } from '../../../pipeline/tsne/neighbours.ts';
import { randomPoints } from '../tsne/points.ts';
import {
  askScikitLearn,
  flat,
  storedMeasures,
  type Answers,
  type Request,
} from '../tsne/scikitLearn.ts';

async function silhouette(points: Float32Array, dimensions: number, labels: number[]) {
  const measure = new Silhouette(labels);
  await visitDistances(points, dimensions, [measure.visit]);
  return measure.value();
}

async function trustworthiness(points: Float32Array, positions: Float32Array, k: number) {
  const measure = new Trustworthiness(await nearestNeighbours(positions, 1, k), k);
  await visitDistances(points, 1, [measure.visit]);
  return measure.value();
}

/** The parts of {@link measureMap} with k of one's own choice, and all together with k = 10. */
async function measuresOf({ points, positions, labels }: Request, k: number): Promise<MapMeasures> {
  const latents = flat(points);
  const dimensions = points[0].length;
  return measureMap({
    latents,
    dimensions,
    latentNeighbours: await nearestNeighbours(latents, dimensions, k),
    positions: flat(positions),
    labels,
  });
}

function assertNear(ours: MapMeasures, theirs: Answers['measures']): void {
  for (const name of Object.keys(theirs) as (keyof Answers['measures'])[]) {
    const difference = Math.abs((ours[name] ?? NaN) - theirs[name]);
    assert.ok(difference < 1e-6, `${name}: ${ours[name]}, scikit-learn: ${theirs[name]}`);
  }
}

test('measures are those of scikit-learn', async () => {
  const { request, answer } = storedMeasures();
  assert.equal(request.k, 10);
  const theirs = Object.fromEntries(
    Object.entries(answer).filter(([, value]) => typeof value === 'number'),
  ) as unknown as Answers['measures'];
  assert.equal(Object.keys(theirs).length, 5);
  assertNear(await measuresOf(request, 10), theirs);
});

test('measures are those that scikit-learn finds here, for more points and dimensions', async (t) => {
  const count = 400;
  const labels = Array.from({ length: count }, (_, i) => i % 7);
  const rows = (columns: number, shift: number, seed: number) => {
    const values = randomPoints(count * columns, 1, seed);
    return labels.map((label, i) =>
      Array.from({ length: columns }, (_, d) =>
        Math.fround(values[i * columns + d] + (d === label % columns ? shift : 0)),
      ),
    );
  };
  const request = {
    points: rows(30, 3, 1),
    positions: rows(2, 2, 2),
    labels,
    k: 10,
    perplexity: 8,
  };
  const answer = askScikitLearn('measures', request);
  if ('reason' in answer) {
    t.skip(answer.reason);
    return;
  }
  assertNear(await measuresOf(request, 12), answer);
});

test('neighbour accuracy: a majority wins, ties go to the smallest label', () => {
  const neighbours = {
    count: 3,
    k: 3,
    indices: Int32Array.of(1, 2, 0, 2, 0, 1, 1, 0, 2),
    squaredDistances: new Float64Array(9),
  };
  // Votes of point 0: labels 5, 7, 5; of point 1: 7, 5, 5; of point 2: 5, 5, 7.
  assert.equal(knnAccuracy(neighbours, [5, 5, 7], 3), 2 / 3);
  // Two voters each, 5 and 7 for points 0 and 1 (a tie: 5), 5 and 5 for point 2.
  assert.equal(knnAccuracy(neighbours, [5, 5, 7], 2), 2 / 3);
  // Labels 7, 7, 5 turn that tie against points 0 and 1; point 2 sees two 7.
  assert.equal(knnAccuracy(neighbours, [7, 7, 5], 2), 0);
});

test('silhouette of four points, worked by hand', async () => {
  // Classes {0, 1} and {4, 6}: a = 1, 1, 2, 2 and b = 5, 4, 3.5, 5.5.
  const expected = (4 / 5 + 3 / 4 + 1.5 / 3.5 + 3.5 / 5.5) / 4;
  const value = await silhouette(Float32Array.of(0, 1, 4, 6), 1, [3, 3, 9, 9]);
  assert.ok(Math.abs(value! - expected) < 1e-12, `${value}`);
});

test('silhouette: a class of one counts 0, equal points count 0, undefined cases are null', async () => {
  const points = Float32Array.of(0, 1, 4);
  const value = await silhouette(points, 1, [0, 0, 1]);
  assert.ok(Math.abs(value! - (3 / 4 + 2 / 3 + 0) / 3) < 1e-12, `${value}`);
  assert.equal(await silhouette(Float32Array.of(2, 2, 2, 2), 1, [0, 0, 1, 1]), 0);
  assert.equal(await silhouette(points, 1, [4, 4, 4]), null);
  assert.equal(await silhouette(points, 1, [0, 1, 2]), null);
});

test('trustworthiness of a line, worked by hand', async () => {
  const points = Float32Array.of(0, 1, 2.1, 3.3, 4.6);
  assert.equal(await trustworthiness(points, points, 1), 1);
  // On the map the ends have changed places with the middle: places 2.1, 1, 0, 3.3, 4.6 …
  // Nearest on the map: 0→1 (1st), 1→2 (2nd nearest), 2→1 (1st), 3→0 (4th), 4→3 (1st).
  const moved = Float32Array.of(2.1, 1, 0, 3.3, 4.6);
  const penalty = 2 - 1 + (4 - 1);
  const expected = 1 - (2 / (5 * 1 * (10 - 3 - 1))) * penalty;
  assert.ok(Math.abs((await trustworthiness(points, moved, 1)) - expected) < 1e-12);
});

test('trustworthiness: of equally far points the one with the smaller index is nearer', async () => {
  // Point 1 is as far from 0 as from 2. Its map neighbour is 2, which therefore comes second.
  const points = Float32Array.of(0, 1, 2, 6, 11); // mean 4: no rounding makes distances differ
  const positions = Float32Array.of(-5, 1, 2, 6, 11);
  const expected = 1 - (2 / (5 * (10 - 3 - 1))) * (2 - 1);
  assert.ok(Math.abs((await trustworthiness(points, positions, 1)) - expected) < 1e-12);
});

test('few points: fewer neighbours, and every measure has a value or is left out', async () => {
  assert.equal(largestK(20), 9);
  assert.equal(largestK(21), 10);
  const positions = Float32Array.of(0, 0, 1, 0, 0, 1, 5, 5);
  const measures = await measureMap({
    latents: positions,
    dimensions: 2,
    latentNeighbours: await nearestNeighbours(positions, 2, 3),
    positions,
    labels: [1, 1, 1, 1],
  });
  assert.deepEqual(measures, {
    k: 1,
    latentKnnAccuracy: 1,
    mapKnnAccuracy: 1,
    latentSilhouette: null,
    mapSilhouette: null,
    mapTrustworthiness: 1,
  });
});

test('mean squared error', () => {
  assert.equal(meanSquaredError([0, 1, 3], Float32Array.of(0, 0, 1)), 5 / 3);
  assert.throws(() => meanSquaredError([1], [1, 2]), /1 numbers against 2/);
  assert.throws(() => meanSquaredError([], []), RangeError);
});

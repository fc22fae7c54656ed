import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aligned, radius } from '../../../../pipeline/measures/placement/alignment.ts';
import { displacement } from '../../../../pipeline/measures/placement/displacement.ts';
import { placedAccuracy } from '../../../../pipeline/measures/placement/placedAccuracy.ts';
import {
  measureDisplacement,
  measurePlacedLabels,
} from '../../../../pipeline/measures/placement/placementMeasures.ts';
import { rankCorrelation } from '../../../../pipeline/measures/placement/rankCorrelation.ts';
import { seededRandom } from '../../../../pipeline/random.ts';
import { FixedMap } from '../../../../pipeline/tsne/placing/fixedMap.ts';
import { nearestReferences } from '../../../../pipeline/tsne/placing/nearestReferences.ts';
import { placeAtMean } from '../../../../pipeline/tsne/placing/placeOnMap.ts';
import { largestDifference } from '../../../helpers.ts';
import { randomPoints } from '../../tsne/points.ts';

const turned = (positions: Float32Array) =>
  Float32Array.from(positions, (_, n) => {
    // By 90°, three times as large, and moved by (5, −7).
    return n % 2 === 0 ? -3 * positions[n + 1] + 5 : 3 * positions[n - 1] - 7;
  });

test('a map that was only turned, scaled and moved lies over itself again, further points too', () => {
  const all = Float32Array.from(randomPoints(80, 4));
  const back = aligned(turned(all), all.subarray(0, 50));
  assert.ok(largestDifference(back, all) < 1e-5);
});

test('alignment leaves the smallest sum of squares that turning, scaling and moving can', () => {
  const fixed = Float32Array.from(randomPoints(60, 4, 1));
  const moved = turned(fixed).map((value, n) => value + randomPoints(60, 2, 2)[n]);
  const best = aligned(moved, fixed);
  const squares = (positions: ArrayLike<number>) =>
    fixed.reduce((sum, value, n) => sum + (value - positions[n]) ** 2, 0);
  const least = squares(best);
  const nudges: ((x: number, y: number) => [number, number])[] = [
    (x, y) => [1.01 * x, 1.01 * y],
    (x, y) => [0.99 * x, 0.99 * y],
    (x, y) => [x - 0.01 * y, y + 0.01 * x],
    (x, y) => [x + 0.01 * y, y - 0.01 * x],
    (x, y) => [x + 0.05, y],
    (x, y) => [x, y - 0.05],
  ];
  for (const nudge of nudges) {
    const other = Array.from({ length: 30 }, (_, i) => nudge(best[2 * i], best[2 * i + 1])).flat();
    assert.ok(squares(other) > least, `${squares(other)} after ${nudge.toString()}`);
  }
});

test('the radius is the root mean square distance from the centre', () => {
  assert.ok(Math.abs(radius(Float32Array.of(10, 0, 14, 0, 12, 2, 12, -2)) - 2) < 1e-12);
});

test('placed points are right where the majority of their neighbours on the map says so', () => {
  const neighbours = {
    count: 3,
    k: 3,
    indices: Int32Array.of(0, 1, 2, 2, 3, 4, 0, 2, 4),
    squaredDistances: new Float64Array(9),
  };
  const labels = [7, 7, 1, 1, 5];
  // Votes: 7 7 1; 1 1 5; 7 1 5, where the smallest of equals wins.
  assert.deepEqual([...placedAccuracy(neighbours, labels, [7, 5, 1])], [1, 0, 1]);
});

test('rank correlation follows order alone, with mean ranks for equal numbers', () => {
  assert.equal(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1e9]), 1);
  assert.equal(rankCorrelation([1, 2, 3, 4], [8, 4, 2, 1]), -1);
  assert.equal(rankCorrelation([1, 2, 3], [5, 5, 5]), null);
  // As SciPy's spearmanr has it.
  const value = rankCorrelation([1, 2, 2, 5, 0], [3, 1, 4, 4, 1]);
  assert.ok(Math.abs(value! - 0.6488856845230502) < 1e-12, `${value}`);
  assert.throws(() => rankCorrelation([1], [1, 2]), /1 numbers against 2/);
});

test('displacement is zero where a re-run is the same map, turned, and grows with what it moves', () => {
  const latents = Float32Array.from(randomPoints(60 * 3, 1, 1));
  const map = Float32Array.from(randomPoints(60 * 2, 5, 2));
  const points = Float32Array.from(randomPoints(20 * 3, 1, 3));
  const neighbours = nearestReferences(points, latents, 3, 16);
  const reference = { latents, map: new FixedMap(map) };
  const placed = placeAtMean(points, 3, reference, { neighbours }).positions;
  const measure = (rerun: Float32Array) =>
    displacement({
      latents,
      map,
      points,
      placed,
      neighbours,
      dimensions: 3,
      rerun,
      random: seededRandom(1, 'others'),
    });
  const same = Float32Array.of(...map, ...placed);
  const still = measure(turned(same));
  for (const shares of [still.toNeighbours, still.toItself, still.ofMap]) {
    assert.ok(Math.max(...shares) < 1e-5);
  }
  assert.ok(Math.min(...still.toOthers.filter((share) => share > 0)) > 1e-3);
  // New points one radius away from where they were placed; their neighbours stayed.
  const moved = measure(
    same.map((value, n) => value + (n >= 120 && n % 2 === 0 ? radius(map) : 0)),
  );
  assert.ok(Math.max(...moved.toNeighbours) < 1e-5);
  assert.ok(largestDifference(moved.toItself, new Float64Array(20).fill(1)) < 1e-5);
});

test('a map of two classes: right and wrong labels, and the uncertainty that tells them apart', async () => {
  // Two groups of twelve, at 0 and at 100.
  const positions = Float32Array.from({ length: 48 }, (_, n) =>
    n % 2 === 0 ? (n < 24 ? 0 : 100) : n / 10,
  );
  const labels = Int32Array.from({ length: 24 }, (_, i) => (i < 12 ? 3 : 8));
  const placed = Float32Array.of(1, 1, 99, 3, 2, 1, 98, 3);
  const placedLabels = Int32Array.of(3, 8, 8, 8);
  const uncertainty = Float32Array.of(5, 1, 4, 2);
  const maps = [{ name: 'tsne', positions, placed, uncertainty }];
  const progress: number[] = [];
  const [accuracy, finding] = await measurePlacedLabels(
    { labels, placedLabels, maps },
    1,
    (...parts) => progress.push(...parts),
  );
  assert.deepEqual(progress, [4, 4]);
  assert.equal(accuracy.title, '10-NN accuracy, placed');
  assert.equal(accuracy.values[0].value, 0.75);
  assert.equal(accuracy.values[0].space, 'tsne');
  const [low, high] = accuracy.values[0].interval!;
  assert.ok(low < 0.75 && high > 0.75, `${low} to ${high}`);
  // The one that is wrong is less certain than two of the three that are right.
  assert.equal(finding.values[0].value, 2 / 3);
  const allRight = { labels, placedLabels: Int32Array.of(3, 8, 3, 8), maps };
  assert.deepEqual((await measurePlacedLabels(allRight, 1))[1].values, []);
  // An image of a class that the map has not cannot be among its own: it does not count.
  const unseen = { labels, placedLabels: Int32Array.of(3, 8, 5, 8), maps };
  const [ofSeen, warned] = await measurePlacedLabels(unseen, 1);
  assert.equal(ofSeen.values[0].value, 1);
  assert.deepEqual(warned.values, []);
  const none = { labels, placedLabels: Int32Array.of(1, 2, 5, 6), maps };
  assert.deepEqual((await measurePlacedLabels(none, 1))[0].values, []);
});

test('displacement is told by medians, beside what gives them a scale', async () => {
  const measures = await measureDisplacement({
    map: 'tsne-30',
    displacement: {
      toNeighbours: Float64Array.of(0.4, 0.1, 0.2, 0.3),
      toItself: Float64Array.of(1, 2, 3, 50),
      toOthers: Float64Array.of(9, 8, 7, 6),
      ofMap: Float64Array.of(0.2, 0.1, 0.9),
    },
    uncertainty: Float32Array.of(8, 1, 2, 4),
    sample: { size: 4, of: 9, seed: 1 },
    seed: 1,
  });
  assert.deepEqual(
    measures.map(({ key, values }) => [key, values[0].space, values[0].value]),
    [
      ['displacement', 'tsne-30', 0.25],
      ['displacementToItself', 'tsne-30', 2.5],
      ['displacementOfMap', 'tsne-30', 0.2],
      ['displacementToOthers', 'tsne-30', 7.5],
      ['uncertaintyOfDisplacement', 'tsne-30', 1],
    ],
  );
  assert.deepEqual(
    measures.map(({ sample }) => sample?.size),
    // All images of the map move.
    [4, 4, undefined, 4, 4],
  );
  const intervals = measures.map(({ values }) => values[0].interval);
  for (const [n, ends] of [
    [0.1, 0.4],
    [1, 50],
    [0.1, 0.9],
    [6, 9],
  ].entries()) {
    // Of so few values, a sample in twenty has its middle at an end.
    assert.deepEqual(intervals[n], ends, measures[n].key);
  }
  assert.equal(intervals[4], null);
});

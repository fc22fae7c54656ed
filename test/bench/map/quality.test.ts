import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeOf, resultsOf } from '../../../bench/map/quality.ts';
import { conditionalAffinities } from '../../../pipeline/tsne/affinities.ts';
import { nearestNeighbours } from '../../../pipeline/tsne/neighbours/neighbours.ts';
import { randomPoints } from '../../pipeline/tsne/points.ts';

const COUNT = 120;
const DIMENSIONS = 5;
const PERPLEXITY = 10;

const points = Float32Array.from(randomPoints(COUNT * DIMENSIONS, 1));
const positions = Float32Array.from(randomPoints(COUNT * 2, 2)).map((x) => 10 * x);
const labels = Int32Array.from({ length: COUNT }, (_, i) => i % 2);
const latents = { points, dimensions: DIMENSIONS, labels, source: '' };

/** KL(P ‖ Q) from whole matrices, as the paper has it. */
async function divergence(): Promise<number> {
  const neighbours = await nearestNeighbours(points, DIMENSIONS, 3 * PERPLEXITY + 1);
  const { rowStart, columns, values } = conditionalAffinities(neighbours, PERPLEXITY);
  const p = Array.from({ length: COUNT }, () => new Float64Array(COUNT));
  for (let i = 0; i < COUNT; i++) {
    for (let entry = rowStart[i]; entry < rowStart[i + 1]; entry++) {
      p[i][columns[entry]] += values[entry] / (2 * COUNT);
      p[columns[entry]][i] += values[entry] / (2 * COUNT);
    }
  }
  const nearness = (i: number, j: number) =>
    1 /
    (1 +
      (positions[2 * i] - positions[2 * j]) ** 2 +
      (positions[2 * i + 1] - positions[2 * j + 1]) ** 2);
  const pairs = p.flatMap((_, i) => p.flatMap((_, j) => (i === j ? [] : [[i, j] as const])));
  const z = pairs.reduce((sum, [i, j]) => sum + nearness(i, j), 0);
  return pairs
    .filter(([i, j]) => p[i][j] > 0)
    .reduce((sum, [i, j]) => sum + p[i][j] * Math.log(p[i][j] / (nearness(i, j) / z)), 0);
}

test('the divergence is that of whole matrices', async () => {
  const { kl } = await (await judgeOf(latents, PERPLEXITY))(positions);
  const expected = await divergence();
  assert.ok(Math.abs(kl / expected - 1) < 1e-9, `${kl}, expected ${expected}`);
});

test('the accuracy is that of the map, and not of the latents', async () => {
  const judge = await judgeOf(latents, PERPLEXITY);
  const apart = positions.map((x, n) => (n % 2 === 0 ? x + 1000 * labels[n >> 1] : x));
  assert.equal((await judge(apart)).knnAccuracy, 1);
  assert.ok((await judge(positions)).knnAccuracy < 0.7);
});

test('results are medians of the rounds; ratios are those of the same round', async () => {
  const spreadOut = positions.map((x) => 100 * x);
  const turn = (seconds: number, kl: number, map = positions) => ({ seconds, kl, positions: map });
  const [ours, theirs] = await resultsOf(
    { contestants: ['ours', 'theirs'], perplexity: PERPLEXITY },
    latents,
    [
      [turn(1, 5), turn(2, 6), turn(3, 7)],
      [turn(6, 1), turn(4, 2, spreadOut), turn(12, 3)],
    ],
  );
  assert.deepEqual(ours.ratio, { median: 1, least: 1, most: 1 });
  assert.deepEqual(theirs.ratio, { median: 4, least: 2, most: 6 });
  assert.deepEqual([ours.title, theirs.title], ['ours', 'theirs']);
  assert.deepEqual([ours.seconds, theirs.seconds], [2, 6]);
  assert.deepEqual([ours.statedKl, theirs.statedKl], [6, 2]);
  assert.equal(theirs.kl, ours.kl); // two of three maps are the same
});

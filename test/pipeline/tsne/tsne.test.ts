import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../../../pipeline/errors.ts';
import { nearestNeighbours } from '../../../pipeline/tsne/neighbours/neighbours.ts';
import { TSNE_STAGES } from '../../../pipeline/tsne/options.ts';
import { tsne } from '../../../pipeline/tsne/tsne.ts';
import { relativeError } from '../../helpers.ts';
import { everyTenthDigit, randomPoints } from './points.ts';
import { storedDivergence } from './scikitLearn.ts';

const QUICK = { iterations: 30, perplexity: 5, threads: 1 };

test('1,000 digits reach the divergence of scikit-learn within 3 %, and classes keep together', async () => {
  const { points, labels } = await everyTenthDigit();
  const { perplexity, answer } = storedDivergence();
  const map = await tsne(points, 784, { perplexity });
  assert.ok(Math.abs(map.kl / answer.kl - 1) < 0.03, `${map.kl}, scikit-learn: ${answer.kl}`);
  assert.equal(map.learningRate, answer.learningRate);
  assert.equal(map.perplexity, perplexity);
  const agreeing = labels.filter((label, i) => label === labels[nearest(map.positions, i)]);
  assert.ok(agreeing.length > 0.85 * labels.length, `${agreeing.length} of ${labels.length}`);
});

test('the same points give the same bytes with 1, 2 and 3 threads', async () => {
  const points = Float32Array.from(randomPoints(2200 * 8, 1));
  const options = { iterations: 20, perplexity: 10 };
  const one = await tsne(points, 8, { ...options, threads: 1 });
  for (const threads of [2, 3]) {
    const several = await tsne(points, 8, { ...options, threads });
    assert.deepEqual(several.positions, one.positions, `${threads} threads`);
    assert.equal(several.kl, one.kl);
  }
});

test('neighbours that are known already make the same map', async () => {
  const points = Float32Array.from(randomPoints(300 * 5, 1));
  const found = await tsne(points, 5, QUICK);
  const neighbours = await nearestNeighbours(points, 5, 40);
  const given = await tsne(points, 5, { ...QUICK, neighbours });
  assert.deepEqual(given.positions, found.positions);
  const others = await nearestNeighbours(points.toReversed(), 5, 40);
  const misled = await tsne(points, 5, { ...QUICK, neighbours: others });
  assert.notDeepEqual(misled.positions, found.positions);
  const few = { ...QUICK, neighbours: await nearestNeighbours(points, 5, 15) };
  await assert.rejects(tsne(points, 5, few), /16 of each point are needed, 15 are known/);
});

test('a map begins with the arrangement that it is given, whatever its unit', async () => {
  const points = Float32Array.from(randomPoints(300 * 5, 1));
  const { positions } = await tsne(points, 5, QUICK);
  // A few steps: rounding errors grow from step to step.
  const few = { ...QUICK, iterations: 5, theta: 0 };
  const from = async (start: Float32Array) => (await tsne(points, 5, { ...few, start })).positions;
  const once = await from(positions);
  // A power of two is exact in floating point.
  assert.deepEqual(await from(positions.map((value) => 1024 * value)), once);
  const turned = await from(positions.map((value) => -value));
  const back = turned.map((value) => -value);
  assert.ok(relativeError(back, once) < 1e-5);
  assert.ok(relativeError(await from(positions.toReversed()), once) > 0.5);
});

test('exaggeration holds the map together for 250 steps, then lets go', async () => {
  const points = Float32Array.from(randomPoints(300 * 5, 1));
  const width = async (iterations: number, exaggeration: number) => {
    const { positions } = await tsne(points, 5, { ...QUICK, iterations, exaggeration });
    return Math.max(...positions) - Math.min(...positions);
  };
  const exaggerated = await width(250, 12);
  assert.ok(exaggerated < 0.5 * (await width(250, 1)));
  assert.ok(exaggerated < 0.5 * (await width(400, 12)));
});

test('stages are announced as they begin: all of them, before the first step', async () => {
  const points = Float32Array.from(randomPoints(60 * 3, 1));
  const announced: string[] = [];
  await tsne(points, 3, {
    ...QUICK,
    iterations: 1,
    onStage: (stage) => announced.push(stage),
    onProgress: () => announced.push('first step'),
  });
  assert.deepEqual(announced, [...TSNE_STAGES, 'first step']);
});

test('progress comes after every step, snapshots as often as asked for', async () => {
  const points = Float32Array.from(randomPoints(60 * 3, 1));
  const steps: string[] = [];
  const snapshots: number[] = [];
  let last: Float32Array | null = null;
  const map = await tsne(points, 3, {
    ...QUICK,
    snapshotEvery: 10,
    onProgress: (iteration, total) => steps.push(`${iteration}/${total}`),
    onSnapshot: (iteration, positions) => {
      snapshots.push(iteration);
      last = positions;
    },
  });
  assert.equal(steps.length, 30);
  assert.equal(steps.at(-1), '30/30');
  assert.deepEqual(snapshots, [10, 20, 30]);
  assert.deepEqual(last, map.positions);
});

test('a callback that throws ends the map with its error', async () => {
  const points = Float32Array.from(randomPoints(2000 * 3, 1));
  const stop = () => {
    throw new Error('enough');
  };
  await assert.rejects(tsne(points, 3, { ...QUICK, threads: 2, onProgress: stop }), /enough/);
});

test('perplexity is lowered to what the points allow', async () => {
  const points = Float32Array.from(randomPoints(31 * 3, 1));
  const map = await tsne(points, 3, { iterations: 300 });
  assert.equal(map.perplexity, 10);
  assert.ok(map.positions.every(Number.isFinite));
});

test('points at the edge of what can be mapped', async () => {
  const cases: Record<string, { points: Float32Array; dimensions: number }> = {
    'four points': { points: Float32Array.of(0, 0, 1, 0, 0, 1, 5, 5), dimensions: 2 },
    'one dimension': { points: Float32Array.from(randomPoints(50, 1)), dimensions: 1 },
    'two places only': {
      points: Float32Array.from({ length: 80 }, (_, n) => (n < 40 ? 0 : 1)),
      dimensions: 2,
    },
    'all but one equal': {
      points: Float32Array.from({ length: 400 }, (_, n) => Number(n === 7)),
      dimensions: 2,
    },
    'a constant column': {
      points: Float32Array.from(randomPoints(150, 1), (x, n) => (n % 3 === 1 ? 1e6 : x)),
      dimensions: 3,
    },
    'huge numbers': { points: Float32Array.from(randomPoints(150, 1e30)), dimensions: 3 },
    'tiny numbers': { points: Float32Array.from(randomPoints(150, 1e-30)), dimensions: 3 },
  };
  for (const [name, { points, dimensions }] of Object.entries(cases)) {
    const map = await tsne(points, dimensions, { iterations: 260, threads: 1 });
    assert.equal(map.positions.length, (2 * points.length) / dimensions, name);
    assert.ok(map.positions.every(Number.isFinite), `${name}: ${map.positions.join(' ')}`);
    assert.ok(Number.isFinite(map.kl), `${name}: ${map.kl}`);
  }
});

test('a large constant column and any scale leave the map finite', async () => {
  const random = randomPoints(60 * 3, 1);
  const beside = Float32Array.from({ length: 60 * 4 }, (_, n) =>
    n % 4 === 3 ? 1e30 : random[Math.floor(n / 4) * 3 + (n % 4)],
  );
  const { positions } = await tsne(beside, 4, QUICK);
  assert.ok(positions.every(Number.isFinite));
  for (const scale of [1e-30, 1e30]) {
    const scaled = await tsne(
      Float32Array.from(random, (x) => x * scale),
      3,
      QUICK,
    );
    assert.ok(scaled.positions.every(Number.isFinite), `times ${scale}`);
  }
});

test('points that cannot be mapped are refused in one sentence', async () => {
  const good = Float32Array.from(randomPoints(60, 1));
  const withNaN = good.slice();
  withNaN[31] = NaN;
  const refused: [Parameters<typeof tsne>, RegExp][] = [
    [[good, 7], /60 numbers do not make rows of 7/],
    [[good, 0], /rows of 0/],
    [[good, 30], /at least 4 points, got 2/],
    [[withNaN, 3], /point 10 holds NaN in dimension 1, expected finite numbers/],
    [[new Float32Array(60).fill(2), 3], /all 20 points are equal/],
    [[good, 3, { perplexity: 0.5 }], /perplexity must be 1 or more, got 0.5/],
    [[good, 3, { perplexity: NaN }], /perplexity .* got NaN/],
    [[good, 3, { iterations: 0 }], /iterations .* got 0/],
    [[good, 3, { exaggeration: 0 }], /exaggeration .* got 0/],
    [[good, 3, { theta: 2 }], /theta must be between 0 and 0.7, got 2/],
    [[good, 3, { threads: 1.5 }], /threads .* got 1.5/],
  ];
  for (const [[points, dimensions, options], message] of refused) {
    await assert.rejects(tsne(points, dimensions, options), (error: Error) => {
      assert.ok(error instanceof InputError, `${error.stack}`);
      assert.match(error.message, message);
      return true;
    });
  }
});

function nearest(positions: Float32Array, i: number): number {
  let best = -1;
  let bestDistance = Infinity;
  for (let j = 0; j < positions.length / 2; j++) {
    const dx = positions[2 * i] - positions[2 * j];
    const dy = positions[2 * i + 1] - positions[2 * j + 1];
    if (j !== i && dx * dx + dy * dy < bestDistance) {
      best = j;
      bestDistance = dx * dx + dy * dy;
    }
  }
  return best;
}

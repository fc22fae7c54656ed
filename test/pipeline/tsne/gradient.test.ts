import assert from 'node:assert/strict';
import { test } from 'node:test';
import { affinities } from '../../../pipeline/tsne/affinities.ts';
import { klDivergence } from '../../../pipeline/tsne/descent/divergence.ts';
import { exactGradient } from '../../../pipeline/tsne/descent/exactGradient.ts';
import { BarnesHutGradient } from '../../../pipeline/tsne/descent/gradient.ts';
import { nearestNeighbours } from '../../../pipeline/tsne/neighbours/neighbours.ts';
import type { SparseMatrix } from '../../../pipeline/tsne/algebra/sparse.ts';
import { relativeError } from '../../helpers.ts';
import { randomPoints } from './points.ts';

/** What is left of float32's seven digits after sums of some hundred terms. */
const FLOAT32 = 3e-6;

async function someAffinities(count: number): Promise<SparseMatrix> {
  const points = Float32Array.from(randomPoints(count * 4, 1));
  return affinities(await nearestNeighbours(points, 4, 31), 10);
}

async function barnesHut(
  p: SparseMatrix,
  positions: Float64Array,
  theta: number,
  threads = 1,
  exaggeration = 1,
): Promise<{ gradient: Float64Array; z: number }> {
  const field = await BarnesHutGradient.start(p, theta, threads);
  try {
    field.positions.set(positions);
    field.compute(exaggeration); // twice: the second must find everything as the first did
    const z = field.compute(exaggeration);
    return { gradient: field.gradient.slice(), z };
  } finally {
    await field.stop();
  }
}

test('the exact gradient is the slope of the divergence', async () => {
  const p = await someAffinities(40);
  const positions = randomPoints(2 * 40, 2);
  const divergence = (y: Float64Array) => klDivergence(p, y, exactGradient(p, y).z);
  const step = 1e-5;
  const slopes = positions.map((_, n) => {
    const moved = (by: number) => positions.map((y, m) => (m === n ? y + by : y));
    return (divergence(moved(step)) - divergence(moved(-step))) / (2 * step);
  });
  const error = relativeError(exactGradient(p, positions).gradient, slopes);
  assert.ok(error < 1e-7, `${error}`);
});

test('with theta 0 Barnes–Hut gives the exact gradient, as far as float32 goes', async () => {
  const p = await someAffinities(300);
  const positions = randomPoints(2 * 300, 10);
  const exact = exactGradient(p, positions);
  const approximate = await barnesHut(p, positions, 0);
  assert.ok(relativeError(approximate.gradient, exact.gradient) < FLOAT32);
  assert.ok(Math.abs(approximate.z / exact.z - 1) < FLOAT32);
});

test('with theta 0.5 it is near: within 3 % on the gradient, 2 % on Z; closer for smaller theta', async () => {
  const p = await someAffinities(1500);
  const positions = randomPoints(2 * 1500, 12);
  const exact = exactGradient(p, positions);
  const half = await barnesHut(p, positions, 0.5);
  const error = relativeError(half.gradient, exact.gradient);
  assert.ok(error > 0 && error < 0.03, `gradient: ${error}`);
  assert.ok(Math.abs(half.z / exact.z - 1) < 0.02, `Z: ${half.z / exact.z - 1}`);
  const quarter = await barnesHut(p, positions, 0.25);
  assert.ok(relativeError(quarter.gradient, exact.gradient) < error / 2);
});

test('exaggeration multiplies the attraction only', async () => {
  const p = await someAffinities(300);
  const positions = randomPoints(2 * 300, 3);
  const once = await barnesHut(p, positions, 0);
  const twice = await barnesHut(p, positions, 0, 1, 2);
  const stronger = { ...p, values: p.values.map((value) => 2 * value) };
  const expected = exactGradient(stronger, positions).gradient;
  assert.ok(relativeError(twice.gradient, expected) < FLOAT32);
  assert.ok(relativeError(twice.gradient, once.gradient) > 0.1);
});

test('equal points pull and push nobody apart from the others', async () => {
  const p = await someAffinities(200);
  const positions = randomPoints(2 * 200, 5);
  positions.fill(1.5, 0, 2 * 100);
  const exact = exactGradient(p, positions);
  const approximate = await barnesHut(p, positions, 0);
  assert.ok(relativeError(approximate.gradient, exact.gradient) < FLOAT32);
});

test('one, two and three threads give the same bytes', async () => {
  const p = await someAffinities(3000);
  const positions = randomPoints(2 * 3000, 15);
  const one = await barnesHut(p, positions, 0.5, 1);
  for (const threads of [2, 3]) {
    const several = await barnesHut(p, positions, 0.5, threads);
    assert.deepEqual(several, one, `${threads} threads`);
  }
});

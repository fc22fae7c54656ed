import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  affinities,
  conditionalAffinities,
  neighboursNeeded,
} from '../../../pipeline/tsne/affinities.ts';
import {
  nearestNeighbours,
  type Neighbours,
} from '../../../pipeline/tsne/neighbours/neighbours.ts';
import type { SparseMatrix } from '../../../pipeline/tsne/algebra/sparse.ts';
import { largestDifference } from '../../helpers.ts';
import { randomPoints } from './points.ts';
import { flat, storedStages } from './scikitLearn.ts';

const COUNT = 200;
const PERPLEXITY = 15;

async function someNeighbours(): Promise<Neighbours> {
  // Spread that grows from point to point: every row needs a precision of its own.
  const points = Float32Array.from(randomPoints(COUNT * 6, 1), (x, n) => x * (1 + n / 50));
  return nearestNeighbours(points, 6, neighboursNeeded(PERPLEXITY, COUNT));
}

test('every row of conditional affinities sums to 1 and has the wanted perplexity', async () => {
  const { rowStart, values } = conditionalAffinities(await someNeighbours(), PERPLEXITY);
  for (let i = 0; i < COUNT; i++) {
    const row = values.subarray(rowStart[i], rowStart[i + 1]);
    let sum = 0;
    let entropy = 0;
    for (const p of row) {
      sum += p;
      if (p > 0) entropy -= p * Math.log(p);
    }
    assert.ok(Math.abs(sum - 1) < 1e-12, `row ${i} sums to ${sum}`);
    assert.ok(Math.abs(entropy - Math.log(PERPLEXITY)) < 2e-5, `row ${i}: ${Math.exp(entropy)}`);
  }
});

test('affinities sum to 1 and are symmetric', async () => {
  const matrix = affinities(await someNeighbours(), PERPLEXITY);
  const total = matrix.values.reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(total - 1) < 1e-12, `sum ${total}`);
  const p = dense(matrix);
  for (let i = 0; i < COUNT; i++) {
    assert.equal(p[i * COUNT + i], 0);
    for (let j = 0; j < i; j++) assert.equal(p[i * COUNT + j], p[j * COUNT + i], `p of ${i}, ${j}`);
  }
  assert.ok(matrix.values.every((value) => value >= 0));
});

test('affinities are those of scikit-learn', async () => {
  const { request, answer } = storedStages();
  const count = request.points.length;
  const k = neighboursNeeded(request.perplexity, count);
  const neighbours = await nearestNeighbours(flat(request.points), 5, k);
  const ours = dense(affinities(neighbours, request.perplexity));
  // Both searches stop when the entropy is within 1e-5; an affinity is about 1e-3.
  const difference = largestDifference(ours, answer.affinities.flat());
  assert.ok(difference < 1e-7, `${difference}`);
});

test('where the nearest are all equally far they share equally', () => {
  const neighbours: Neighbours = {
    count: 1,
    k: 5,
    indices: Int32Array.of(1, 2, 3, 4, 5),
    squaredDistances: Float64Array.of(0, 0, 0, 0, 9),
  };
  const { values } = conditionalAffinities(neighbours, 2);
  assert.deepEqual([...values], [0.25, 0.25, 0.25, 0.25, 0]);
});

test('the number of neighbours is limited by the points', () => {
  assert.equal(neighboursNeeded(30, 10_000), 91);
  assert.equal(neighboursNeeded(30, 50), 49);
});

function dense({ rowStart, columns, values }: SparseMatrix): Float64Array {
  const count = rowStart.length - 1;
  const matrix = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let entry = rowStart[i]; entry < rowStart[i + 1]; entry++) {
      matrix[i * count + columns[entry]] += values[entry];
    }
  }
  return matrix;
}

test('affinities do not depend on the unit of the distances', async () => {
  const neighbours = await someNeighbours();
  const p = affinities(neighbours, PERPLEXITY);
  for (const scale of [1e-40, 1e30]) {
    const squaredDistances = neighbours.squaredDistances.map((distance) => distance * scale);
    const scaled = affinities({ ...neighbours, squaredDistances }, PERPLEXITY);
    assert.ok(largestDifference(scaled.values, p.values) < 1e-9);
  }
});

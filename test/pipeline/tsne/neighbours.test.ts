import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestNeighbours } from '../../../pipeline/tsne/neighbours.ts';
import { relativeError } from '../../helpers.ts';
import { randomPoints } from './points.ts';

test('neighbours are those of a plain search', async () => {
  const points = Float32Array.from(randomPoints(150 * 7, 3));
  const found = await nearestNeighbours(points, 7, 12);
  const expected = plainSearch(points, 7, 12);
  assert.deepEqual([...found.indices], expected.indices);
  assert.ok(relativeError(found.squaredDistances, expected.squaredDistances) < 1e-6);
});

test('points far from the origin lose no digits', async () => {
  // Float32 products of such points would leave nothing of squared distances of about 0.01.
  const points = Float32Array.from(randomPoints(80 * 3, 1), (x) => 100 + x / 16);
  const found = await nearestNeighbours(points, 3, 5);
  const expected = plainSearch(points, 3, 5);
  assert.deepEqual([...found.indices], expected.indices);
  assert.ok(relativeError(found.squaredDistances, expected.squaredDistances) < 1e-6);
});

test('equal points are at distance 0 and a point is not its own neighbour', async () => {
  // 30 times the same 7 numbers, then 10 others.
  const random = randomPoints(7 * 40, 1);
  const points = Float32Array.from(random, (x, n) => (n < 7 * 30 ? random[n % 7] : x));
  const { indices, squaredDistances } = await nearestNeighbours(points, 7, 6);
  for (let i = 0; i < 30; i++) {
    const row = [...indices.subarray(6 * i, 6 * i + 6)];
    assert.ok(!row.includes(i), `row ${i}: ${row.join(' ')}`);
    assert.deepEqual([...squaredDistances.subarray(6 * i, 6 * i + 6)], [0, 0, 0, 0, 0, 0]);
  }
});

test('all other points can be asked for', async () => {
  const { indices } = await nearestNeighbours(Float32Array.of(0, 1, 3, 7), 1, 3);
  assert.deepEqual([...indices], [1, 2, 3, 0, 2, 3, 1, 0, 3, 2, 1, 0]);
});

function plainSearch(points: Float32Array, dimensions: number, k: number) {
  const count = points.length / dimensions;
  const indices: number[] = [];
  const squaredDistances: number[] = [];
  for (let i = 0; i < count; i++) {
    const others = Array.from({ length: count }, (_, j) => {
      let squared = 0;
      for (let d = 0; d < dimensions; d++) {
        squared += (points[i * dimensions + d] - points[j * dimensions + d]) ** 2;
      }
      return { j, squared };
    }).filter(({ j }) => j !== i);
    others.sort((a, b) => a.squared - b.squared || a.j - b.j);
    indices.push(...others.slice(0, k).map(({ j }) => j));
    squaredDistances.push(...others.slice(0, k).map(({ squared }) => squared));
  }
  return { indices, squaredDistances };
}

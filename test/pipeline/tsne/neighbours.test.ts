import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  firstNeighbours,
  nearestAmong,
  nearestNeighbours,
} from '../../../pipeline/tsne/neighbours/neighbours.ts';
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

test('progress ends with all points', async () => {
  const points = Float32Array.from(randomPoints(150 * 7, 3));
  const told: [number, number][] = [];
  await nearestNeighbours(points, 7, 12, {
    onProgress: (done, total) => told.push([done, total]),
  });
  assert.deepEqual(told.at(-1), [150, 150]);
});

test('the first neighbours are those that fewer would have been', async () => {
  const points = Float32Array.from(randomPoints(50 * 3, 1));
  const many = await nearestNeighbours(points, 3, 20);
  const { recall, ...few } = await nearestNeighbours(points, 3, 4);
  assert.equal(recall, 1);
  assert.deepEqual(firstNeighbours(many, 4), few);
  assert.throws(() => firstNeighbours(many, 21), RangeError);
});

test('all other points can be asked for', async () => {
  const { indices } = await nearestNeighbours(Float32Array.of(0, 1, 3, 7), 1, 3);
  assert.deepEqual([...indices], [1, 2, 3, 0, 2, 3, 1, 0, 3, 2, 1, 0]);
});

test('where float32 products cannot tell who is near, all points are compared', async () => {
  // One point is so far out that products leave nothing of the distances between the others.
  const points = Float32Array.from(randomPoints(60 * 3, 1));
  points.set([1e6, -1e6, 1e6], 3 * 59);
  const found = await nearestNeighbours(points, 3, 4);
  const expected = plainSearch(points, 3, 4);
  assert.deepEqual([...found.indices], expected.indices);
  assert.equal(found.recall, 1);
});

test('neither scale nor a large constant column changes who is near', async () => {
  const points = Float32Array.from(randomPoints(300 * 16, 1));
  const expected = await nearestNeighbours(points, 16, 10);
  for (const scale of [2 ** -100, 2 ** 100]) {
    const scaled = points.map((x) => x * scale);
    const found = await nearestNeighbours(scaled, 16, 10);
    assert.deepEqual(found.indices, expected.indices, `times ${scale}`);
    const distances = found.squaredDistances.map((squared) => squared / scale ** 2);
    assert.deepEqual(distances, expected.squaredDistances);
  }
  const beside = new Float32Array(300 * 17).fill(1e30);
  for (let i = 0; i < 300; i++) beside.set(points.subarray(16 * i, 16 * i + 16), 17 * i);
  assert.deepEqual((await nearestNeighbours(beside, 17, 10)).indices, expected.indices);
});

test('the nearest points of others', async () => {
  const points = Float32Array.from(randomPoints(120 * 5, 1));
  const { indices } = await nearestAmong(
    points.subarray(5 * 100),
    points.subarray(0, 5 * 100),
    5,
    3,
  );
  for (let query = 0; query < 20; query++) {
    const among = new Float32Array(5 * 101);
    among.set(points.subarray(0, 5 * 100));
    among.set(points.subarray(5 * (100 + query), 5 * (101 + query)), 5 * 100);
    const expected = plainSearch(among, 5, 3).indices.slice(3 * 100);
    assert.deepEqual([...indices.subarray(3 * query, 3 * query + 3)], expected, `query ${query}`);
  }
});

test('any number of threads finds the same, equal distances by index', async () => {
  // Whole numbers: many distances are equal.
  const points = Float32Array.from(randomPoints(2500 * 4, 4), Math.round);
  const [one, three] = await Promise.all(
    [1, 3].map((threads) => nearestNeighbours(points, 4, 20, { threads })),
  );
  assert.deepEqual(three, one);
  assert.deepEqual([...one.indices], plainSearch(points, 4, 20).indices);
});

test('along principal components nearly all neighbours are found, and as many as it says', async () => {
  const points = lowRankPoints(1500, 300, 20);
  const exact = await nearestNeighbours(points, 300, 15);
  const found = await nearestNeighbours(points, 300, 15, { affordable: 0 });
  assert.equal(exact.recall, 1);
  assert.ok(found.recall < 1 && found.recall > 0.95, `it says ${found.recall}`);
  let shared = 0;
  for (let i = 0; i < 1500; i++) {
    const truth = new Set(exact.indices.subarray(15 * i, 15 * i + 15));
    for (const j of found.indices.subarray(15 * i, 15 * i + 15)) if (truth.has(j)) shared++;
  }
  const recall = shared / (1500 * 15);
  assert.ok(Math.abs(recall - found.recall) < 0.02, `${recall} against ${found.recall}`);
});

test('points without principal components that matter are compared one by one', async () => {
  const points = Float32Array.from(randomPoints(1500 * 300, 1));
  const found = await nearestNeighbours(points, 300, 15, { affordable: 0 });
  assert.equal(found.recall, 1);
  const exact = await nearestNeighbours(points, 300, 15);
  assert.deepEqual(found.indices, exact.indices);
});

/** Points near a subspace, with some noise around it. */
function lowRankPoints(count: number, dimensions: number, rank: number): Float32Array {
  const axes = randomPoints(rank * dimensions, 1, 1);
  const coordinates = randomPoints(count * rank, 1, 2);
  const noise = randomPoints(count * dimensions, 4, 3);
  return Float32Array.from(noise, (value, n) => {
    const [i, d] = [Math.floor(n / dimensions), n % dimensions];
    let sum = value;
    for (let r = 0; r < rank; r++) sum += coordinates[i * rank + r] * axes[r * dimensions + d];
    return sum;
  });
}

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

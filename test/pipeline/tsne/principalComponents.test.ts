import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../pipeline/random.ts';
import { pcaStart } from '../../../pipeline/tsne/initialisation.ts';
import {
  principalComponents,
  project,
} from '../../../pipeline/tsne/algebra/principalComponents.ts';
import { symmetricEigen } from '../../../pipeline/tsne/algebra/symmetricEigen.ts';
import { largestDifference } from '../../helpers.ts';
import { randomPoints } from './points.ts';
import { flat, storedStages } from './scikitLearn.ts';

test('components and projections are those of scikit-learn, signs included', async () => {
  const { request, answer } = storedStages();
  const points = flat(request.points);
  const components = await principalComponents(points, 5, 2, seededRandom(1, 'pca'));
  const { axes } = components;
  const projections = await project(points, components);
  assert.ok(largestDifference(axes, answer.principalComponents.flat()) < 1e-4);
  assert.ok(largestDifference(projections, answer.projections.flat()) < 1e-4);
});

test('the start does not depend on the first guess, has the size of scikit-learn and no bias', async () => {
  const points = Float32Array.from(
    randomPoints(300 * 40, 1),
    (x, n) => x * (1 + 4 / (1 + (n % 40))),
  );
  const start = await pcaStart(points, 40, seededRandom(1, 'map'));
  const other = await pcaStart(points, 40, seededRandom(2, 'map'));
  assert.ok(largestDifference(start, other) < 1e-7);
  const first = start.filter((_, n) => n % 2 === 0);
  const mean = first.reduce((sum, x) => sum + x, 0) / first.length;
  const variance = first.reduce((sum, x) => sum + (x - mean) ** 2, 0) / first.length;
  assert.ok(Math.abs(mean) < 1e-9);
  assert.ok(Math.abs(Math.sqrt(variance) - 1e-4) < 1e-9);
});

test('points on one line get a second coordinate', async () => {
  for (const dimensions of [1, 3]) {
    const points = Float32Array.from({ length: 20 * dimensions }, (_, n) =>
      Math.floor(n / dimensions),
    );
    const start = await pcaStart(points, dimensions, seededRandom(1, 'map'));
    const heights = new Set(start.filter((_, n) => n % 2 === 1));
    assert.equal(heights.size, 20, `${dimensions} dimensions`);
    assert.ok([...heights].every((y) => Math.abs(y) <= 1e-4));
  }
});

test('eigenvectors of a small matrix', () => {
  const random = randomPoints(36, 1);
  const matrix = random.map((_, n) => random[n] + random[(n % 6) * 6 + Math.floor(n / 6)]);
  const { values, vectors } = symmetricEigen(matrix, 6);
  for (let r = 0; r < 6; r++) {
    const vector = vectors.subarray(6 * r, 6 * r + 6);
    const image = Array.from({ length: 6 }, (_, i) =>
      vector.reduce((sum, x, j) => sum + matrix[6 * i + j] * x, 0),
    );
    const scaled = vector.map((x) => values[r] * x);
    assert.ok(largestDifference(image, scaled) < 1e-12, `vector ${r}`);
    assert.ok(r === 0 || values[r] <= values[r - 1]);
  }
});

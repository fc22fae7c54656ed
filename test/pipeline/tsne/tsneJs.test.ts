import assert from 'node:assert/strict';
import { test } from 'node:test';
import { affinities, neighboursNeeded } from '../../../pipeline/tsne/affinities.ts';
import { klDivergence } from '../../../pipeline/tsne/descent/divergence.ts';
import { exactGradient } from '../../../pipeline/tsne/descent/exactGradient.ts';
import { nearestNeighbours } from '../../../pipeline/tsne/neighbours/neighbours.ts';
import { largestDifference, relativeError } from '../../helpers.ts';
import { randomPoints } from './points.ts';
import { theirAffinities, theirDivergence } from './tsneJs.ts';

test('affinities, divergence and gradient are those of tsne-js', async () => {
  // As many points as make all others neighbours: tsne-js knows no fewer.
  const count = 60;
  const perplexity = 20;
  const points = Float32Array.from(randomPoints(count * 4, 2));
  const k = neighboursNeeded(perplexity, count);
  assert.equal(k, count - 1);
  const p = affinities(await nearestNeighbours(points, 4, k), perplexity);

  const theirs = theirAffinities(squaredDistances(points, 4), perplexity);
  const dense = new Float64Array(count * count);
  p.columns.forEach((column, entry) => {
    dense[rowOf(p.rowStart, entry) * count + column] = p.values[entry];
  });
  // Both stop their search for the perplexity at an entropy within 1e-5.
  assert.ok(largestDifference(dense, theirs) < 1e-4 * Math.max(...theirs));

  const positions = randomPoints(2 * count, 3);
  const expected = theirDivergence(theirs, positions);
  const { gradient, z } = exactGradient(p, positions);
  assert.ok(Math.abs(klDivergence(p, positions, z) - expected.kl) < 1e-4 * expected.kl);
  assert.ok(relativeError(gradient, expected.gradient) < 1e-4);
});

function rowOf(rowStart: Uint32Array, entry: number): number {
  return rowStart.findLastIndex((start) => start <= entry);
}

function squaredDistances(points: Float32Array, dimensions: number): Float64Array {
  const count = points.length / dimensions;
  return Float64Array.from({ length: count * count }, (_, n) => {
    let squared = 0;
    for (let d = 0; d < dimensions; d++) {
      const i = Math.floor(n / count) * dimensions + d;
      squared += (points[i] - points[(n % count) * dimensions + d]) ** 2;
    }
    return squared;
  });
}

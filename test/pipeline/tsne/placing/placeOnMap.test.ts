import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../../../../pipeline/errors.ts';
import { placedAccuracy } from '../../../../pipeline/measures/placement/placedAccuracy.ts';
import { FixedMap } from '../../../../pipeline/tsne/placing/fixedMap.ts';
import { nearestReferences } from '../../../../pipeline/tsne/placing/nearestReferences.ts';
import {
  placeAtMean,
  placeOnMap,
  referencesNeeded,
  type Reference,
} from '../../../../pipeline/tsne/placing/placeOnMap.ts';
import { largestDifference } from '../../../helpers.ts';
import { randomPoints } from '../points.ts';
import { DIMENSIONS, mappedDigits } from './mappedDigits.ts';

const digits = mappedDigits();

test('digits that the map has not seen land among their own class, nearly as often as in pixels', async () => {
  const { reference, points, labels, pointLabels, positions } = await digits;
  const placed = placeOnMap(points, DIMENSIONS, reference);
  const onMap = nearestReferences(placed.positions, positions, 2, 10);
  const inPixels = nearestReferences(points, reference.latents, DIMENSIONS, 10);
  const accuracy = placedAccuracy(onMap, labels, pointLabels);
  const possible = placedAccuracy(inPixels, labels, pointLabels);
  assert.ok(mean(accuracy) > 0.8 && mean(accuracy) > mean(possible) - 0.03, `${mean(accuracy)}`);
});

test('a point is placed by itself: alone, among others and in any order', async () => {
  const { reference, points } = await digits;
  const all = placeOnMap(points, DIMENSIONS, reference);
  const count = all.uncertainty.length;
  const backwards = Float32Array.from(points, (_, n) => {
    const i = count - 1 - Math.floor(n / DIMENSIONS);
    return points[i * DIMENSIONS + (n % DIMENSIONS)];
  });
  const reversed = placeOnMap(backwards, DIMENSIONS, reference);
  for (const i of [0, 7, count - 1]) {
    const alone = placeOnMap(
      points.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS),
      DIMENSIONS,
      reference,
    );
    const from = count - 1 - i;
    assert.deepEqual(alone.positions, all.positions.slice(2 * i, 2 * i + 2));
    assert.deepEqual(alone.positions, reversed.positions.slice(2 * from, 2 * from + 2));
    assert.equal(alone.uncertainty[0], all.uncertainty[i]);
  }
});

test('neighbours that are known already give the same places', async () => {
  const { reference, points } = await digits;
  const k = referencesNeeded(reference.map.count);
  const neighbours = nearestReferences(points, reference.latents, DIMENSIONS, k);
  assert.deepEqual(
    placeOnMap(points, DIMENSIONS, reference, { neighbours }),
    placeOnMap(points, DIMENSIONS, reference),
  );
  const fewer = nearestReferences(points, reference.latents, DIMENSIONS, k - 1);
  assert.throws(
    () => placeOnMap(points, DIMENSIONS, reference, { neighbours: fewer }),
    /200 points need 16 neighbours each, got 15/,
  );
});

test('an image of the map goes to its own place, whatever rounding its encoder adds', async () => {
  const { reference, positions } = await digits;
  const images = reference.latents.slice(0, 50 * DIMENSIONS);
  for (const noise of [0, 1e-4]) {
    const nearly = images.map((pixel, n) => pixel + (n % 2 === 0 ? noise : -noise));
    const placed = placeOnMap(nearly, DIMENSIONS, reference);
    assert.deepEqual(placed.positions, positions.slice(0, 100));
  }
});

test('a point that is only near a reference does not snap to its place', () => {
  // Ten references on a line, the same line as their map; the new point is at 4.1.
  const line = Float32Array.from({ length: 10 }, (_, i) => i);
  const map = Float32Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? n / 2 : 0));
  const reference: Reference = { latents: line, map: new FixedMap(map) };
  const [x] = placeOnMap(Float32Array.of(4.1), 1, reference).positions;
  assert.ok(x !== 4, `${x}`);
  assert.ok(Math.abs(x - 4.1) < 1, `${x}`);
});

test('the uncertainty is the weighted distance of the references from the place', async () => {
  const { reference, points } = await digits;
  const at = (placed: ReturnType<typeof placeOnMap>, i: number) => {
    const nearest = placed.neighbours.indices.subarray(16 * i, 16 * (i + 1));
    const distances = Array.from(nearest, (j) => {
      const [x, y] = reference.map.positions.subarray(2 * j);
      return Math.hypot(x - placed.positions[2 * i], y - placed.positions[2 * i + 1]);
    });
    return { least: Math.min(...distances), most: Math.max(...distances) };
  };
  const placed = placeOnMap(points, DIMENSIONS, reference);
  placed.uncertainty.forEach((uncertainty, i) => {
    const { least, most } = at(placed, i);
    assert.ok(uncertainty > least && uncertainty < most, `${least} < ${uncertainty} < ${most}`);
  });
  // Two references as near as each other, four apart on the map, and all others far off.
  const pair: Reference = {
    latents: Float32Array.of(0, 2, 1000, 1001, 1002),
    map: new FixedMap(Float32Array.of(0, 0, 4, 0, 50, 50, 51, 50, 50, 51)),
  };
  const between = placeAtMean(Float32Array.of(1), 1, pair);
  assert.ok(largestDifference(between.positions, [2, 0]) < 1e-2, between.positions.join());
});

test('a far outlier stays finite and by the nearest references', async () => {
  const { reference, positions } = await digits;
  const outlier = new Float32Array(DIMENSIONS).map((_, d) => (d % 3 === 0 ? 1e9 : -1e9));
  const placed = placeOnMap(outlier, DIMENSIONS, reference);
  const nearest = Array.from(placed.neighbours.indices, (j) =>
    Math.hypot(placed.positions[0] - positions[2 * j], placed.positions[1] - positions[2 * j + 1]),
  );
  assert.ok(Math.min(...nearest) < 3, nearest.join(' '));
  assert.ok(Number.isFinite(placed.uncertainty[0]));
});

test('maps of one place or few', () => {
  const one: Reference = {
    latents: Float32Array.of(5, 5),
    map: new FixedMap(Float32Array.of(3, -4)),
  };
  const placed = placeOnMap(Float32Array.of(0, 0, 5, 5), 2, one);
  assert.deepEqual(placed.positions, Float32Array.of(3, -4, 3, -4));
  assert.deepEqual(placed.uncertainty, Float32Array.of(0, 0));
  const allInOnePlace: Reference = {
    latents: Float32Array.from(randomPoints(100, 1)),
    map: new FixedMap(new Float32Array(100).fill(7)),
  };
  const there = placeOnMap(Float32Array.of(0, 0), 2, allInOnePlace);
  assert.ok(largestDifference(there.positions, [7, 7]) < 1e-6);
  assert.equal(placeOnMap(new Float32Array(0), 2, one).positions.length, 0);
});

test('progress counts the points and ends with all', async () => {
  const { reference, points } = await digits;
  const seen: string[] = [];
  placeOnMap(points.subarray(0, 150 * DIMENSIONS), DIMENSIONS, reference, {
    onProgress: (done, total) => seen.push(`${done}/${total}`),
  });
  assert.deepEqual(seen, ['100/150', '150/150']);
});

test('what cannot be placed is refused in one sentence', () => {
  const latents = Float32Array.from(randomPoints(60, 1));
  const reference: Reference = {
    latents,
    map: new FixedMap(Float32Array.from(randomPoints(40, 1))),
  };
  const withNaN = Float32Array.of(1, 2, 3, 4, NaN, 6);
  const refused: [() => unknown, RegExp][] = [
    [() => placeOnMap(withNaN, 3, reference), /new point 1 holds NaN in dimension 1, expected fin/],
    [() => placeOnMap(latents, 7, reference), /60 numbers do not make rows of 7/],
    [() => placeOnMap(latents, 0, reference), /rows of 0/],
    [
      () => placeOnMap(latents, 5, reference),
      /map has 20 points of 5 dimensions, their latents hold 60 numbers; expected 100/,
    ],
    [
      () => placeOnMap(latents, 3, { ...reference, latents: latents.map(() => NaN) }),
      /no reference is at a finite distance of new point 0 as its neighbour 1/,
    ],
    [() => new FixedMap(new Float32Array(0)), /0 numbers are not the positions of a map/],
    [() => new FixedMap(new Float32Array(3)), /3 numbers are not the positions/],
    [() => new FixedMap(Float32Array.of(1, 2, 3, Infinity)), /point 1 of the map has y = Infinity/],
  ];
  for (const [place, message] of refused) {
    assert.throws(place, (error: Error) => {
      assert.ok(error instanceof InputError, `${error.stack}`);
      assert.match(error.message, message);
      return true;
    });
  }
});

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { descend } from '../../../../pipeline/tsne/placing/descent.ts';
import { FixedMap, type Place } from '../../../../pipeline/tsne/placing/fixedMap.ts';
import {
  centralReference,
  type PointAffinities,
} from '../../../../pipeline/tsne/placing/neighbourhood.ts';
import { slopeAt } from '../../../../pipeline/tsne/placing/objective.ts';
import { relativeError } from '../../../helpers.ts';
import { randomPoints } from '../points.ts';
import { bestNearby, exactRepulsion, exactValue } from './exactObjective.ts';

const COUNT = 500;
/** About as crowded as a t-SNE map: most points have another within a unit. */
const POSITIONS = Float32Array.from(randomPoints(2 * COUNT, 10));
const PLACES = Array.from({ length: 40 }, (_, n) => {
  const [x, y] = randomPoints(2, 12, n + 2);
  return { x, y };
});

/** The sixteen points of the map nearest to a place, nearer ones with more affinity on the whole. */
const affinitiesAround = ({ x, y }: Place, n: number): PointAffinities => {
  const distance = (j: number) => Math.hypot(x - POSITIONS[2 * j], y - POSITIONS[2 * j + 1]);
  const nearest = Array.from({ length: COUNT }, (_, j) => j)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, 16);
  const noise = randomPoints(16, 1, 100 + n);
  const raw = Float64Array.from(nearest, (j, m) => Math.exp(noise[m] - distance(j) ** 2 / 4));
  const sum = raw.reduce((total, value) => total + value, 0);
  return { indices: Uint32Array.from(nearest), values: raw.map((value) => value / sum) };
};

test('repulsion is the sum over all points, to rounding where none are taken together', () => {
  const map = new FixedMap(POSITIONS, 0);
  for (const place of PLACES) {
    const [actual, expected] = [map.repulsionAt(place), exactRepulsion(POSITIONS, place)];
    const error = relativeError(
      [actual.z, actual.x, actual.y],
      [expected.z, expected.x, expected.y],
    );
    assert.ok(error < 1e-12, `${error}`);
  }
});

test('far points taken together change the repulsion by one percent at most', () => {
  const map = new FixedMap(POSITIONS);
  const sums = PLACES.map((place) => [map.repulsionAt(place), exactRepulsion(POSITIONS, place)]);
  const z = relativeError(
    sums.map(([actual]) => actual.z),
    sums.map(([, expected]) => expected.z),
  );
  const force = relativeError(
    sums.flatMap(([{ x, y }]) => [x, y]),
    sums.flatMap(([, { x, y }]) => [x, y]),
  );
  assert.ok(z > 0 && z < 0.01, `${z}`);
  assert.ok(force > 0 && force < 0.01, `${force}`);
});

test('value and gradient are those of the definition', () => {
  const map = new FixedMap(POSITIONS, 0);
  const h = 1e-4;
  PLACES.forEach(({ x, y }, n) => {
    const affinities = affinitiesAround({ x, y }, n);
    const value = (atX: number, atY: number) =>
      exactValue(POSITIONS, affinities, { x: atX, y: atY });
    const slope = slopeAt(map, affinities, { x, y });
    assert.ok(Math.abs(slope.value - value(x, y)) < 1e-12);
    const byX = (value(x + h, y) - value(x - h, y)) / (2 * h);
    const byY = (value(x, y + h) - value(x, y - h)) / (2 * h);
    assert.ok(Math.hypot(slope.x - byX, slope.y - byY) < 1e-6, `place ${n}`);
  });
});

test('the descent ends where the value is smallest nearby, and never higher than it began', () => {
  const exact = new FixedMap(POSITIONS, 0);
  const grouped = new FixedMap(POSITIONS);
  PLACES.forEach((around, n) => {
    const affinities = affinitiesAround(around, n);
    const start = centralReference(exact, affinities);
    const place = descend(exact, affinities, start);
    const best = bestNearby(POSITIONS, affinities, place);
    const off = Math.hypot(place.x - best.x, place.y - best.y);
    assert.ok(off < 0.01, `point ${n} is ${off} off`);
    const [before, after] = [start, place].map((at) => exactValue(POSITIONS, affinities, at));
    assert.ok(after <= before, `point ${n}: ${before} → ${after}`);
    const approximate = descend(grouped, affinities, start);
    const apart = Math.hypot(place.x - approximate.x, place.y - approximate.y);
    assert.ok(apart < 0.05, `point ${n}: ${apart} between exact and grouped`);
  });
});

test('steps that would go uphill are shortened: a crowd may bend the way more than the neighbours do', () => {
  const ring = Array.from({ length: 400 }, (_, n) => [
    2 * Math.cos((n * Math.PI) / 200),
    2 * Math.sin((n * Math.PI) / 200),
  ]);
  const positions = Float32Array.of(4, 0, -4, 0, 0, 4, 0, -4, ...ring.flat());
  const affinities = {
    indices: Uint32Array.of(0, 1, 2, 3),
    values: Float64Array.of(0.25, 0.25, 0.25, 0.25),
  };
  // Whole steps jump to and fro in the ring for ever.
  const place = descend(new FixedMap(positions, 0), affinities, { x: 0.5, y: 0.3 });
  const best = bestNearby(positions, affinities, place);
  const off = Math.hypot(place.x - best.x, place.y - best.y);
  assert.ok(off < 0.01, `${off}`);
});

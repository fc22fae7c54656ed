import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitMap, nearestTowards } from '../../viewer/map/layout.ts';
import { gridMap, SIDE } from './pages.ts';

void test('the map fills the canvas with one scale for both axes, y upwards', () => {
  const map = Float32Array.of(-10, 0, 10, 0, 0, 5);
  const positions = fitMap(map, 440, 1000, 20);
  assert.deepEqual([...positions], [20, 550, 420, 550, 220, 450]);
});

void test('a map of one point stands in the middle', () => {
  assert.deepEqual([...fitMap(Float32Array.of(7, -3), 100, 60, 10)], [50, 30]);
});

void test('arrow keys lead to the nearest point that way', () => {
  const positions = fitMap(gridMap(), 500, 500, 20);
  const from = (index: number) => ({ x: positions[2 * index], y: positions[2 * index + 1] });
  const all = () => true;
  const right = { x: 1, y: 0 };
  const up = { x: 0, y: -1 };
  assert.equal(nearestTowards(positions, from(41), right, 0, all), 42);
  assert.equal(nearestTowards(positions, from(41), up, 0, all), 41 + SIDE);
  assert.equal(nearestTowards(positions, from(SIDE - 1), right, 0, all), null);
});

void test('hidden points and those nearer than a leap are passed over', () => {
  const positions = fitMap(gridMap(), 500, 500, 20);
  const from = { x: positions[0], y: positions[1] };
  const step = positions[2] - positions[0];
  const right = { x: 1, y: 0 };
  const bottomRow = (index: number) => index < SIDE;
  assert.equal(
    nearestTowards(positions, from, right, 0, (i) => i !== 1 && bottomRow(i)),
    2,
  );
  assert.equal(nearestTowards(positions, from, right, 4.5 * step, bottomRow), 5);
});

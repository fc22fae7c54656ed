import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enclosed, type Loop } from '../../viewer/map/lasso/enclosed.ts';
import { changed } from '../../viewer/state/group.ts';

/** Point 5 y + x stands at (x, y), each 0 to 4. */
const GRID = Float32Array.from({ length: 50 }, (_, n) =>
  n % 2 === 0 ? (n / 2) % 5 : Math.floor(n / 10),
);
const all = (): boolean => true;

void test('a loop encloses the points within it, and follows its dents', () => {
  const square: Loop = [
    [0.5, 0.5],
    [3.5, 0.5],
    [3.5, 3.5],
    [0.5, 3.5],
  ];
  assert.deepEqual(enclosed(square, GRID, all), [6, 7, 8, 11, 12, 13, 16, 17, 18]);
  // The same with a dent from above that leaves out (2, 3) and (2, 2).
  const dented: Loop = [...square.slice(0, 3), [2.5, 3.5], [2, 1.5], [1.5, 3.5], square[3]];
  assert.deepEqual(enclosed(dented, GRID, all), [6, 7, 8, 11, 13, 16, 18]);
  assert.deepEqual(enclosed([...dented].reverse(), GRID, all), [6, 7, 8, 11, 13, 16, 18]);
});

void test('where a loop goes around twice is outside, as it is painted', () => {
  const once: Loop = [
    [-1, -1],
    [5, -1],
    [5, 5],
    [-1, 5],
  ];
  const around = (size: number): Loop => once.map(([x, y]) => [x * size, y * size]);
  assert.equal(enclosed(once, GRID, all).length, 25);
  assert.deepEqual(enclosed([...once, ...once], GRID, all), []);
  assert.deepEqual(
    enclosed([...once, once[0], ...around(0.5), around(0.5)[0]], GRID, all),
    [3, 4, 8, 9, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24],
  );
});

void test('points that do not count are left out; a line encloses nothing', () => {
  const loop: Loop = [
    [-1, -1],
    [9, -1],
    [-1, 9],
  ];
  assert.deepEqual(
    enclosed(loop, GRID, (index) => index % 10 === 0),
    [0, 10, 20],
  );
  assert.deepEqual(enclosed(loop.slice(0, 2), GRID, all), []);
  assert.deepEqual(enclosed([], GRID, all), []);
});

void test('a group is replaced, grows and shrinks, and stays in order', () => {
  const group = changed(new Set(), 'replace', [9, 2, 100]);
  assert.deepEqual([...group], [2, 9, 100]);
  assert.deepEqual([...changed(group, 'add', [11, 9])], [2, 9, 11, 100]);
  assert.deepEqual([...changed(group, 'remove', [9, 4])], [2, 100]);
  assert.deepEqual([...group], [2, 9, 100]);
});

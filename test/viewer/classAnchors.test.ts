import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classAnchors } from '../../viewer/map/classAnchors.ts';

const SIZE = { width: 20, height: 20 };

/** So many points around each place. */
function groups(...places: readonly (readonly [count: number, x: number, y: number])[]) {
  return Float32Array.from(
    places.flatMap(([count, x, y]) =>
      Array.from({ length: count }, (_, i) => [x + (i % 3), y]).flat(),
    ),
  );
}

void test('a class in two groups is named on the larger one, one without points nowhere', () => {
  const positions = groups([20, 100, 100], [10, 500, 500]);
  const [anchor, none] = classAnchors(positions, new Int32Array(30), [SIZE, SIZE], 600);
  assert.ok(anchor && Math.abs(anchor.x - 101) < 1 && anchor.y === 100);
  assert.equal(none, null);
});

void test('a name gives way to that of a larger class', () => {
  const positions = groups([20, 100, 100], [8, 105, 104], [4, 300, 100]);
  const labels = Int32Array.from({ length: 32 }, (_, i) => (i < 20 ? 1 : 0));
  const [moved, kept] = classAnchors(positions, labels, [SIZE, SIZE], 600);
  assert.equal(Math.round(kept!.x), 101);
  assert.equal(Math.round(moved!.x), 301);
});

void test('points after the labels have no say, and names stay on the map', () => {
  const positions = groups([3, 2, 100], [30, 300, 100]);
  const [anchor] = classAnchors(positions, new Int32Array(3), [{ width: 60, height: 20 }], 600);
  assert.ok(anchor && anchor.x >= 30 && anchor.x < 40);
});

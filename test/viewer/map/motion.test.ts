import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eased, placesBetween, seenAlike, type Places } from '../../../viewer/map/motion.ts';

const PLACES: Places = {
  positions: Float32Array.of(10, 20, 30, 40),
  anchors: [{ x: 1, y: 2 }, null],
};

void test('the way begins and ends slowly and is half done after half the time', () => {
  assert.deepEqual([0, 0.5, 1].map(eased), [0, 0.5, 1]);
  assert.ok(eased(0.1) < 0.1 && eased(0.9) > 0.9);
  const steps = Array.from({ length: 101 }, (_, n) => eased(n / 100));
  assert.ok(steps.every((step, n) => n === 0 || step > steps[n - 1]));
});

void test('points and names are in between; a name without a beginning waits for the end', () => {
  const to: Places = {
    positions: Float32Array.of(20, 0, 30, 80),
    anchors: [
      { x: 3, y: 2 },
      { x: 0, y: 0 },
    ],
  };
  const { positions, anchors } = placesBetween(PLACES, to, 0.25);
  assert.deepEqual(Array.from(positions), [12.5, 15, 30, 50]);
  assert.deepEqual(anchors, [{ x: 1.5, y: 2 }, null]);
});

void test('places can be told in another zoom without moving to the eye', () => {
  const [before, after] = [
    { k: 4, x: -100, y: 30 },
    { k: 2, x: 5, y: -7 },
  ];
  const { positions, anchors } = seenAlike(PLACES, before, after);
  const seen = (value: number, zoom: typeof after, n: number) =>
    value * zoom.k + (n % 2 ? zoom.y : zoom.x);
  positions.forEach((value, n) => {
    assert.equal(seen(value, after, n), seen(PLACES.positions[n], before, n));
  });
  assert.deepEqual(anchors, [{ x: (1 * 4 - 105) / 2, y: (2 * 4 + 37) / 2 }, null]);
});

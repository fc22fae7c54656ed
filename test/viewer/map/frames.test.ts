import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../pipeline/random.ts';
import { fitMap } from '../../../viewer/map/layout.ts';
import { MARGIN } from '../../../viewer/map/points.ts';
import { iterationAt, replayPositions } from '../../../viewer/map/replay/frames.ts';

const CANVAS = { width: 800, height: 500 };
const POINTS = 200;

/** A map, and how it came about: tiny and wide, then too tall for the canvas, then as it is. */
function recorded() {
  const random = seededRandom(1, 'frames');
  const last = Float32Array.from({ length: 2 * POINTS }, () => 100 * random() - 30);
  const stretch = (x: number, y: number) => last.map((value, n) => value * (n % 2 === 0 ? x : y));
  const frames = [stretch(0.002, 0.0001), stretch(0.1, 0.9), last];
  const map = fitMap(Float32Array.of(...last, 90, 95), CANVAS.width, CANVAS.height, MARGIN);
  return {
    frames: {
      iterations: [50, 100, 250],
      positions: Float32Array.from(frames.flatMap((f) => [...f])),
    },
    map,
  };
}

function extent(positions: Float32Array): { width: number; height: number } {
  const of = (axis: number) => positions.filter((_, n) => n % 2 === axis);
  const size = (values: Float32Array) => Math.max(...values) - Math.min(...values);
  return { width: size(of(0)), height: size(of(1)) };
}

void test('the last frame is the map itself', () => {
  const { frames, map } = recorded();
  const end = replayPositions(frames, 2, map, CANVAS);
  end.forEach((value, n) => {
    assert.ok(Math.abs(value - map[n]) < 1e-3, `${n}: ${value}, not ${map[n]}`);
  });
});

void test('frames grow, keep their shape and are all in view', () => {
  const { frames, map } = recorded();
  let before = 0;
  for (const moment of [0, 0.5, 1, 1.5, 2]) {
    const positions = replayPositions(frames, moment, map, CANVAS).subarray(0, 2 * POINTS);
    const { width, height } = extent(positions);
    const size = Math.hypot(width, height);
    assert.ok(size > before, `${size} after ${before} at ${moment}`);
    before = size;
    for (let i = 0; i < positions.length; i += 2) {
      assert.ok(positions[i] >= 0 && positions[i] <= CANVAS.width, `x ${positions[i]}`);
      assert.ok(
        positions[i + 1] >= 0 && positions[i + 1] <= CANVAS.height,
        `y ${positions[i + 1]}`,
      );
    }
  }
  const { width, height } = extent(replayPositions(frames, 0, map, CANVAS).subarray(0, 2 * POINTS));
  assert.ok(width > 100, 'the first frame can be made out');
  const { width: lastWidth, height: lastHeight } = extent(map.subarray(0, 2 * POINTS));
  assert.ok(Math.abs(height / width / ((0.05 * lastHeight) / lastWidth) - 1) < 1e-2);
});

void test('between two frames, points are between their places; placed ones stay where they are', () => {
  const { frames, map } = recorded();
  const [first, half, second] = [0, 0.5, 1].map((moment) =>
    replayPositions(frames, moment, map, CANVAS),
  );
  for (let n = 0; n < 2 * POINTS; n++) {
    assert.ok(Math.abs(half[n] - (first[n] + second[n]) / 2) < 1e-3);
  }
  assert.deepEqual(half.subarray(2 * POINTS), map.subarray(2 * POINTS));
});

void test('the iteration goes from frame to frame', () => {
  const { frames } = recorded();
  assert.deepEqual(
    [0, 0.5, 1, 1.5, 2].map((moment) => iterationAt(frames, moment)),
    [50, 75, 100, 175, 250],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { polygonContains } from 'd3-polygon';
import { seededRandom } from '../../../pipeline/random.ts';
import { densityLines, SHARES, type Ring } from '../../../viewer/map/density.ts';

const SIZE = 600;
const random = seededRandom(7, 'density');

/** Bell-shaped groups, each so many points around a place with a standard deviation, px. */
function groups(
  ...of: readonly (readonly [count: number, x: number, y: number, deviation: number])[]
): Float32Array {
  const offset = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float32Array.from(
    of.flatMap(([count, x, y, deviation]) =>
      Array.from({ length: count }, () => [
        x + deviation * offset(),
        y + deviation * offset(),
      ]).flat(),
    ),
  );
}

/** A ring within a ring is a hole. */
function holds(rings: readonly Ring[], x: number, y: number): boolean {
  return rings.filter((ring) => polygonContains(ring, [x, y])).length % 2 === 1;
}

void test('each line holds its share of the points, and the lines lie within one another', () => {
  const positions = groups([3000, 200, 200, 40], [2000, 420, 380, 25]);
  const lines = densityLines(positions, () => true, SIZE, SIZE);
  const held = SHARES.map((_, n) => {
    let count = 0;
    for (let i = 0; i < 5000; i++)
      count += Number(holds(lines[n], positions[2 * i], positions[2 * i + 1]));
    return count / 5000;
  });
  SHARES.forEach((share, n) => {
    assert.ok(Math.abs(held[n] - share) < 0.02, `${held[n]} within the line of ${share}`);
  });
  for (const [x, y] of lines[0].flat()) assert.ok(holds(lines[1], x, y));
});

void test('points that do not count leave no line, and lines close beyond the edge', () => {
  const positions = groups([500, 3, 300, 6], [500, 500, 300, 20]);
  const left = densityLines(positions, (i) => i < 500, SIZE, SIZE);
  assert.ok(left.every((rings) => rings.length > 0));
  for (const [x] of left.flat(2)) assert.ok(x < 100);
  assert.ok(left[3].flat().some(([x]) => x < 0));
  assert.deepEqual(
    densityLines(positions, () => false, SIZE, SIZE),
    [[], [], [], []],
  );
});

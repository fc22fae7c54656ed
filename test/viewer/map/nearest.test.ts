import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quadtree } from 'd3-quadtree';
import { seededRandom } from '../../../pipeline/random.ts';
import { nearestPoints } from '../../../viewer/map/nearest.ts';

void test('finds what looking at every point finds', () => {
  const random = seededRandom(5, 'points');
  const at = Array.from({ length: 800 }, () => ({ x: 100 * random(), y: 100 * random() }));
  // Three on one spot share a leaf of the tree.
  at[10] = at[11] = at[12];
  const tree = quadtree<number>()
    .x((i) => at[i].x)
    .y((i) => at[i].y)
    .addAll(at.map((_, i) => i));
  const even = (index: number): boolean => index % 2 === 0;
  for (const place of [at[12], { x: -40, y: 50 }, { x: 33, y: 67 }, { x: 99, y: 1 }]) {
    const expected = at
      .map(({ x, y }, index) => ({ index, distance: Math.hypot(x - place.x, y - place.y) }))
      .filter(({ index }) => even(index))
      .sort((a, b) => a.distance - b.distance || a.index - b.index);
    const found = nearestPoints(tree, place, 8, (i) => at[i], even);
    assert.deepEqual(
      found.map(({ distance }) => distance),
      expected.slice(0, 8).map(({ distance }) => distance),
    );
    assert.deepEqual(
      new Set(found.map(({ index }) => index)),
      new Set(expected.slice(0, 8).map(({ index }) => index)),
    );
  }
  assert.equal(
    nearestPoints(
      tree,
      at[0],
      8,
      (i) => at[i],
      (i) => i < 6,
    ).length,
    6,
  );
});

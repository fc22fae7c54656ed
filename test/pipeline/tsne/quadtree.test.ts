import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BODY,
  LINK,
  QuadtreeBuilder,
  treeCapacity,
  type Quadtree,
  type TreeSize,
} from '../../../pipeline/tsne/quadtree.ts';
import { randomPoints } from './points.ts';

function build(positions: Float64Array): { tree: Quadtree; size: TreeSize } {
  const count = positions.length / 2;
  const capacity = treeCapacity(count);
  const tree: Quadtree = {
    points: new Float64Array(2 * count),
    order: new Uint32Array(count),
    bodies: new Float64Array(BODY * capacity.nodes),
    links: new Int32Array(LINK * capacity.nodes),
    leaves: new Int32Array(capacity.leaves),
  };
  return { tree, size: new QuadtreeBuilder(tree).build(positions) };
}

/** Checks what every tree must be, whatever the points. */
function validate(positions: Float64Array): TreeSize {
  const count = positions.length / 2;
  const { tree, size } = build(positions);
  const { points, order, bodies, links, leaves } = tree;
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    [...order.keys()],
    'order is a permutation',
  );
  order.forEach((i, s) => {
    assert.equal(points[2 * s], positions[2 * i]);
    assert.equal(points[2 * s + 1], positions[2 * i + 1]);
  });
  let covered = 0;
  for (const leaf of leaves.subarray(0, size.leaves)) {
    assert.equal(links[LINK * leaf], leaf + 1, 'a leaf has no subtree');
    assert.equal(links[LINK * leaf + 1], covered, 'leaves follow one another without gaps');
    covered = links[LINK * leaf + 2];
  }
  assert.equal(covered, count);
  for (let node = 0; node < size.nodes; node++) {
    const [next, from, end] = links.subarray(LINK * node, LINK * node + 3);
    assert.equal(bodies[BODY * node + 2], end - from, 'mass is the number of points');
    let child = node + 1;
    let childPoints = 0;
    for (; child < next; child = links[LINK * child]) childPoints += bodies[BODY * child + 2];
    assert.equal(child, next, 'children fill the subtree');
    assert.ok(childPoints === 0 || childPoints === end - from, 'children share the points');
    let sumX = 0;
    for (let s = from; s < end; s++) sumX += points[2 * s];
    assert.ok(Math.abs(bodies[BODY * node] - sumX / (end - from)) < 1e-9);
  }
  assert.ok(size.nodes <= treeCapacity(count).nodes);
  return size;
}

test('a tree over spread points', () => {
  const size = validate(randomPoints(2 * 1000, 20));
  assert.ok(size.leaves > 125, `${size.leaves} leaves of at most 8 points`);
});

test('equal points, points on a line, two far clusters, few points', () => {
  assert.deepEqual(validate(new Float64Array(2 * 500).fill(3)), { nodes: 1, leaves: 1 });
  validate(Float64Array.from({ length: 2 * 300 }, (_, n) => (n % 2 ? 0 : n)));
  validate(randomPoints(2 * 200, 1e-6).map((x, n) => x + (n % 4 < 2 ? 1e6 : 0)));
  validate(Float64Array.of(1, 2));
  validate(Float64Array.of(1, 2, 1, 2, 5, 5));
});

test('many points closer than the grid can tell do not blow the tree up', () => {
  const positions = randomPoints(2 * 2000, 5).map((x, n) => (n < 2 * 1500 ? 0.25 + 1e-9 * x : x));
  const { tree, size } = build(positions);
  const crowded = tree.leaves
    .subarray(0, size.leaves)
    .filter((leaf) => tree.bodies[BODY * leaf + 2] > 1000);
  assert.equal(crowded.length, 1);
  assert.equal(tree.bodies[BODY * crowded[0] + 3], 0, 'they count as one body');
  validate(positions);
});

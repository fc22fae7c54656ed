import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CENTRE_X,
  END,
  FIRST,
  IS_LEAF,
  MASS,
  NEXT,
  NODE,
  PLAIN_MEMORY,
  quadtree,
  QuadtreeBuilder,
  SQUARED_WIDTH,
  type Quadtree,
  type TreeSize,
} from '../../../pipeline/tsne/descent/quadtree.ts';
import { randomPoints } from './points.ts';

function build(positions: Float64Array): { tree: Quadtree; size: TreeSize } {
  const tree = quadtree(positions.length / 2, PLAIN_MEMORY);
  return { tree, size: new QuadtreeBuilder(tree).build(positions) };
}

/** Checks what every tree must be, whatever the points. */
function validate(positions: Float64Array): TreeSize {
  const count = positions.length / 2;
  const { tree, size } = build(positions);
  const { xs, ys, order, nodes, links, leaves } = tree;
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    [...order.keys()],
    'order is a permutation',
  );
  order.forEach((i, s) => {
    assert.equal(xs[s], Math.fround(positions[2 * i]));
    assert.equal(ys[s], Math.fround(positions[2 * i + 1]));
  });
  let covered = 0;
  for (const leaf of leaves.subarray(0, size.leaves)) {
    assert.equal(links[NODE * leaf + NEXT], leaf + 1, 'a leaf has no subtree');
    assert.equal(links[NODE * leaf + FIRST], covered, 'leaves follow one another without gaps');
    assert.equal(links[NODE * leaf + IS_LEAF], 1);
    covered = links[NODE * leaf + END];
  }
  assert.equal(covered, count);
  for (let node = 0; node < size.nodes; node++) {
    const [next, from, end] = [NEXT, FIRST, END].map((place) => links[NODE * node + place]);
    assert.equal(nodes[NODE * node + MASS], end - from, 'mass is the number of points');
    let child = node + 1;
    let childPoints = 0;
    for (; child < next; child = links[NODE * child + NEXT]) {
      childPoints += nodes[NODE * child + MASS];
    }
    assert.equal(child, next, 'children fill the subtree');
    assert.ok(childPoints === 0 || childPoints === end - from, 'children share the points');
    let sumX = 0;
    for (let s = from; s < end; s++) sumX += xs[s];
    const centre = sumX / (end - from);
    const error = Math.abs(nodes[NODE * node + CENTRE_X] - centre);
    assert.ok(error <= 1e-6 * (1 + Math.abs(centre)), `${error}`);
  }
  assert.ok(size.nodes <= tree.nodes.length / NODE);
  return size;
}

test('a tree over spread points', () => {
  const size = validate(randomPoints(2 * 1000, 20));
  assert.ok(size.leaves > 62, `${size.leaves} leaves of at most 16 points`);
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
    .filter((leaf) => tree.nodes[NODE * leaf + MASS] > 1000);
  assert.equal(crowded.length, 1);
  assert.equal(tree.nodes[NODE * crowded[0] + SQUARED_WIDTH], 0, 'they count as one body');
  validate(positions);
});

/**
 * Repulsion by the approximation of Barnes and Hut (van der Maaten 2014, "Accelerating t-SNE using
 * tree-based algorithms"): F_rep,i · Z = Σ_j q_ij² (y_i − y_j) with q_ij = 1 / (1 + |y_i − y_j|²), and
 * Z = Σ_i Σ_j≠i q_ij, where a far cell of points acts like one point of their mass.
 *
 * The tree is walked once for all points of a leaf, which then share the list of bodies: a plain loop
 * over a list runs several times faster than a walk with a decision at every step. A cell counts as
 * far when its width is at most theta times its distance from the leaf's nearest edge, so every point
 * gets at least the accuracy that a walk of its own would give.
 */
import { BODY, LINK, type Quadtree } from './quadtree.ts';

/** Numbers of a body in the list: x, y, mass. */
export const LISTED = 3;

/**
 * Adds up what acts on the points of some leaves.
 *
 * @param from first leaf, an index into `tree.leaves`
 * @param end after the last leaf
 * @param list room for N × {@link LISTED} numbers
 * @param forces N × 2 in the order of the points' indices, not of the tree; the leaves' points are
 *   overwritten with Σ_j q_ij² (y_i − y_j)
 * @returns Σ q_ij over these points and all others
 */
export function repulsion(
  tree: Quadtree,
  nodeCount: number,
  from: number,
  end: number,
  theta: number,
  list: Float64Array,
  forces: Float64Array,
): number {
  let sumQ = 0;
  for (let leaf = from; leaf < end; leaf++) {
    const node = tree.leaves[leaf];
    const length = listBodies(tree, nodeCount, node, theta, list);
    sumQ += applyBodies(tree, node, list, length, forces);
  }
  return sumQ;
}

/** Writes the bodies that act on the points of a leaf; returns how many numbers that took. */
function listBodies(
  tree: Quadtree,
  nodeCount: number,
  leaf: number,
  theta: number,
  list: Float64Array,
): number {
  const { bodies, links, points } = tree;
  const box = leafBox(tree, leaf);
  const { x, y, halfWidth, halfHeight } = box;
  const thetaSquared = theta * theta;
  let length = 0;
  let node = 0;
  while (node < nodeCount) {
    const bodyX = bodies[BODY * node];
    const bodyY = bodies[BODY * node + 1];
    let dx = Math.abs(bodyX - x) - halfWidth;
    let dy = Math.abs(bodyY - y) - halfHeight;
    if (dx < 0) dx = 0;
    if (dy < 0) dy = 0;
    const next = links[LINK * node];
    if (bodies[BODY * node + 3] <= thetaSquared * (dx * dx + dy * dy)) {
      list[length++] = bodyX;
      list[length++] = bodyY;
      list[length++] = bodies[BODY * node + 2];
      node = next;
    } else if (next === node + 1) {
      const pointsEnd = links[LINK * node + 2];
      for (let s = links[LINK * node + 1]; s < pointsEnd; s++) {
        list[length++] = points[2 * s];
        list[length++] = points[2 * s + 1];
        list[length++] = 1;
      }
      node = next;
    } else {
      node++;
    }
  }
  return length;
}

/** Bounding box of a leaf's points. */
function leafBox({ points, links }: Quadtree, leaf: number) {
  let left = Infinity;
  let right = -Infinity;
  let bottom = Infinity;
  let top = -Infinity;
  const end = links[LINK * leaf + 2];
  for (let s = links[LINK * leaf + 1]; s < end; s++) {
    const x = points[2 * s];
    const y = points[2 * s + 1];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  return {
    x: (left + right) / 2,
    y: (bottom + top) / 2,
    halfWidth: (right - left) / 2,
    halfHeight: (top - bottom) / 2,
  };
}

/** Lets the listed bodies act on each point of a leaf; returns the sum of q. */
function applyBodies(
  { points, links, order }: Quadtree,
  leaf: number,
  list: Float64Array,
  length: number,
  forces: Float64Array,
): number {
  let sumQ = 0;
  const end = links[LINK * leaf + 2];
  for (let s = links[LINK * leaf + 1]; s < end; s++) {
    const x = points[2 * s];
    const y = points[2 * s + 1];
    let forceX = 0;
    let forceY = 0;
    // The point itself is in the list (in its own leaf, which is never far): q = 1, no force.
    let sum = -1;
    for (let b = 0; b < length; b += LISTED) {
      const dx = x - list[b];
      const dy = y - list[b + 1];
      const q = 1 / (1 + dx * dx + dy * dy);
      const massQ = list[b + 2] * q;
      sum += massQ;
      forceX += massQ * q * dx;
      forceY += massQ * q * dy;
    }
    const i = order[s];
    forces[2 * i] = forceX;
    forces[2 * i + 1] = forceY;
    sumQ += sum;
  }
  return sumQ;
}

/**
 * Repulsion by the approximation of Barnes and Hut (van der Maaten 2014, "Accelerating t-SNE using
 * tree-based algorithms"): F_rep,i · Z = Σ_j q_ij² (y_i − y_j) with q_ij = 1 / (1 + |y_i − y_j|²), and
 * Z = Σ_i Σ_j≠i q_ij, where a far cell of points acts like one point of their mass.
 *
 * The tree is walked once for all points of a leaf, which then share the list of bodies: a plain loop
 * over a list, four bodies at once, runs many times faster than a walk with a decision at every step.
 * A cell counts as far when its width is at most theta times its distance from the leaf's nearest edge,
 * so every point gets at least the accuracy that a walk of its own would give.
 *
 * All addresses are in bytes. A node of the tree is 32 bytes (quadtree.ts): float32 x and y of its
 * centre of mass, number of points, squared width; int32 the node after its subtree, its first point,
 * the end of its points, and whether it is a leaf.
 */
import { sumOfLanes } from './lanes';

/** Bytes of a node. */
const NODE: usize = 32;

/**
 * Adds up what acts on the points of some leaves.
 *
 * @param nodes of the tree, in depth-first order
 * @param nodeCount how many
 * @param boxes float32, for each node the left, right, lower and upper edge of its points
 * @param leaves int32, the nodes that are leaves
 * @param from first leaf, an index into `leaves`
 * @param end after the last leaf
 * @param xs float32, the points' x in the order of the tree, with room for 4 more
 * @param ys float32, likewise their y
 * @param order uint32, index of each of those points
 * @param list room for 3 · capacity float32
 * @param capacity of the list in bodies: points + 8
 * @param thetaSquared less than 1/2, so that no cell is far from its own points
 * @param forces float32, points × 2 in the order of the points' indices; those of the leaves are
 *   overwritten with Σ_j q_ij² (y_i − y_j)
 * @returns Σ q_ij over these points and all others
 */
export function repulsion(
  nodes: usize,
  nodeCount: i32,
  boxes: usize,
  leaves: usize,
  from: i32,
  end: i32,
  xs: usize,
  ys: usize,
  order: usize,
  list: usize,
  capacity: usize,
  thetaSquared: f32,
  forces: usize,
): f64 {
  const listX = list;
  const listY = listX + (capacity << 2);
  const listMass = listY + (capacity << 2);
  const nodesEnd = nodes + <usize>nodeCount * NODE;
  let sumQ: f64 = 0;
  for (let leaf = from; leaf < end; leaf++) {
    const index = <usize>load<i32>(leaves + ((<usize>leaf) << 2));
    const box = boxes + (index << 4);
    const length = listBodies(nodes, nodesEnd, box, thetaSquared, xs, ys, listX, listY, listMass);
    const node = nodes + index * NODE;
    const last = <usize>load<i32>(node, 24);
    for (let s = <usize>load<i32>(node, 20); s < last; s += 2) {
      // An odd last point is its own partner.
      const other = min(s + 1, last - 1);
      sumQ += applyBodies(
        listX,
        listY,
        listMass,
        length,
        load<f32>(xs + (s << 2)),
        load<f32>(ys + (s << 2)),
        load<f32>(xs + (other << 2)),
        load<f32>(ys + (other << 2)),
        forces + ((<usize>load<u32>(order + (s << 2))) << 3),
        forces + ((<usize>load<u32>(order + (other << 2))) << 3),
      );
    }
  }
  return sumQ;
}

/**
 * Lets the listed bodies act on two points, which share what is loaded.
 *
 * @param length bytes of each of the lists
 * @param force0 and force1: where the points' forces go; the same for a point that is its own partner
 * @returns Σ q of both points, or of the one
 */
function applyBodies(
  listX: usize,
  listY: usize,
  listMass: usize,
  length: usize,
  px0: f32,
  py0: f32,
  px1: f32,
  py1: f32,
  force0: usize,
  force1: usize,
): f64 {
  const one = f32x4.splat(1);
  const x0 = f32x4.splat(px0);
  const y0 = f32x4.splat(py0);
  const x1 = f32x4.splat(px1);
  const y1 = f32x4.splat(py1);
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let forceX0 = f32x4.splat(0);
  let forceX1 = f32x4.splat(0);
  let forceY0 = f32x4.splat(0);
  let forceY1 = f32x4.splat(0);
  for (let b: usize = 0; b < length; b += 16) {
    const x = v128.load(listX + b);
    const y = v128.load(listY + b);
    const mass = v128.load(listMass + b);
    const dx0 = f32x4.sub(x0, x);
    const dy0 = f32x4.sub(y0, y);
    const dx1 = f32x4.sub(x1, x);
    const dy1 = f32x4.sub(y1, y);
    const squared0 = f32x4.add(f32x4.mul(dx0, dx0), f32x4.mul(dy0, dy0));
    const squared1 = f32x4.add(f32x4.mul(dx1, dx1), f32x4.mul(dy1, dy1));
    const q0 = f32x4.div(one, f32x4.add(one, squared0));
    const q1 = f32x4.div(one, f32x4.add(one, squared1));
    const massQ0 = f32x4.mul(mass, q0);
    const massQ1 = f32x4.mul(mass, q1);
    sum0 = f32x4.add(sum0, massQ0);
    sum1 = f32x4.add(sum1, massQ1);
    const strength0 = f32x4.mul(massQ0, q0);
    const strength1 = f32x4.mul(massQ1, q1);
    forceX0 = f32x4.add(forceX0, f32x4.mul(strength0, dx0));
    forceY0 = f32x4.add(forceY0, f32x4.mul(strength0, dy0));
    forceX1 = f32x4.add(forceX1, f32x4.mul(strength1, dx1));
    forceY1 = f32x4.add(forceY1, f32x4.mul(strength1, dy1));
  }
  store<f32>(force0, sumOfLanes(forceX0));
  store<f32>(force0, sumOfLanes(forceY0), 4);
  // A point itself is in the list (in its own leaf, which is never far): q = 1, no force.
  const q0 = <f64>sumOfLanes(sum0) - 1;
  if (force1 === force0) return q0;
  store<f32>(force1, sumOfLanes(forceX1));
  store<f32>(force1, sumOfLanes(forceY1), 4);
  return q0 + (<f64>sumOfLanes(sum1) - 1);
}

/**
 * Writes the bodies that act on the points of a leaf, padded with massless ones to a multiple of four.
 *
 * @param box of the leaf
 * @returns bytes of the list's x
 */
function listBodies(
  nodes: usize,
  nodesEnd: usize,
  box: usize,
  thetaSquared: f32,
  xs: usize,
  ys: usize,
  listX: usize,
  listY: usize,
  listMass: usize,
): usize {
  const left = load<f32>(box);
  const right = load<f32>(box, 4);
  const bottom = load<f32>(box, 8);
  const top = load<f32>(box, 12);
  const one = f32x4.splat(1);
  let length: usize = 0;
  let node = nodes;
  while (node < nodesEnd) {
    const bodyX = load<f32>(node);
    const bodyY = load<f32>(node, 4);
    const dx = max<f32>(max<f32>(left - bodyX, bodyX - right), 0);
    const dy = max<f32>(max<f32>(bottom - bodyY, bodyY - top), 0);
    if (load<f32>(node, 12) <= thetaSquared * (dx * dx + dy * dy)) {
      store<f32>(listX + length, bodyX);
      store<f32>(listY + length, bodyY);
      store<f32>(listMass + length, load<f32>(node, 8));
      length += 4;
      node = nodes + <usize>load<i32>(node, 16) * NODE;
    } else if (load<i32>(node, 28)) {
      const first = (<usize>load<i32>(node, 20)) << 2;
      const bytes = ((<usize>load<i32>(node, 24)) << 2) - first;
      // Four points at a time; what is written beyond the leaf's is overwritten by what comes next.
      for (let b: usize = 0; b < bytes; b += 16) {
        v128.store(listX + length + b, v128.load(xs + first + b));
        v128.store(listY + length + b, v128.load(ys + first + b));
        v128.store(listMass + length + b, one);
      }
      length += bytes;
      node += NODE;
    } else {
      node += NODE;
    }
  }
  const nothing = f32x4.splat(0);
  v128.store(listX + length, nothing);
  v128.store(listY + length, nothing);
  v128.store(listMass + length, nothing);
  return (length + 15) & ~15;
}

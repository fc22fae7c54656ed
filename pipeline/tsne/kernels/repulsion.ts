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
 * @param leaves int32, the nodes that are leaves
 * @param from first leaf, an index into `leaves`
 * @param end after the last leaf
 * @param xs float32, the points' x in the order of the tree, with room for 4 more
 * @param ys float32, likewise their y
 * @param order uint32, index of each of those points
 * @param list room for 3 · (points + 8) float32
 * @param capacity points + 8
 * @param thetaSquared 0 to 1
 * @param forces float32, points × 2 in the order of the points' indices; those of the leaves are
 *   overwritten with Σ_j q_ij² (y_i − y_j)
 * @returns Σ q_ij over these points and all others
 */
export function repulsion(
  nodes: usize,
  nodeCount: i32,
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
  let sumQ: f64 = 0;
  for (let leaf = from; leaf < end; leaf++) {
    const node = nodes + <usize>load<i32>(leaves + ((<usize>leaf) << 2)) * NODE;
    const first = <usize>load<i32>(node, 20);
    const last = <usize>load<i32>(node, 24);

    let left = f32.MAX_VALUE;
    let right = -f32.MAX_VALUE;
    let bottom = f32.MAX_VALUE;
    let top = -f32.MAX_VALUE;
    for (let s = first; s < last; s++) {
      const x = load<f32>(xs + (s << 2));
      const y = load<f32>(ys + (s << 2));
      left = min(left, x);
      right = max(right, x);
      bottom = min(bottom, y);
      top = max(top, y);
    }
    const length = listBodies(
      nodes,
      nodes + <usize>nodeCount * NODE,
      (left + right) * 0.5,
      (bottom + top) * 0.5,
      (right - left) * 0.5,
      (top - bottom) * 0.5,
      thetaSquared,
      xs,
      ys,
      listX,
      listY,
      listMass,
    );
    for (let s = first; s < last; s += 2) {
      // An odd last point is computed twice over, which changes nothing.
      const other = min(s + 1, last - 1);
      const x0 = f32x4.splat(load<f32>(xs + (s << 2)));
      const y0 = f32x4.splat(load<f32>(ys + (s << 2)));
      const x1 = f32x4.splat(load<f32>(xs + (other << 2)));
      const y1 = f32x4.splat(load<f32>(ys + (other << 2)));
      const one = f32x4.splat(1);
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
        const q0 = f32x4.div(
          one,
          f32x4.add(one, f32x4.add(f32x4.mul(dx0, dx0), f32x4.mul(dy0, dy0))),
        );
        const q1 = f32x4.div(
          one,
          f32x4.add(one, f32x4.add(f32x4.mul(dx1, dx1), f32x4.mul(dy1, dy1))),
        );
        const mq0 = f32x4.mul(mass, q0);
        const mq1 = f32x4.mul(mass, q1);
        sum0 = f32x4.add(sum0, mq0);
        sum1 = f32x4.add(sum1, mq1);
        const mqq0 = f32x4.mul(mq0, q0);
        const mqq1 = f32x4.mul(mq1, q1);
        forceX0 = f32x4.add(forceX0, f32x4.mul(mqq0, dx0));
        forceY0 = f32x4.add(forceY0, f32x4.mul(mqq0, dy0));
        forceX1 = f32x4.add(forceX1, f32x4.mul(mqq1, dx1));
        forceY1 = f32x4.add(forceY1, f32x4.mul(mqq1, dy1));
      }
      // The point itself is in the list (in its own leaf, which is never far): q = 1, no force.
      const force0 = forces + ((<usize>load<u32>(order + (s << 2))) << 3);
      store<f32>(force0, sumOfLanes(forceX0));
      store<f32>(force0, sumOfLanes(forceY0), 4);
      sumQ += <f64>sumOfLanes(sum0) - 1;
      if (other != s) {
        const force1 = forces + ((<usize>load<u32>(order + (other << 2))) << 3);
        store<f32>(force1, sumOfLanes(forceX1));
        store<f32>(force1, sumOfLanes(forceY1), 4);
        sumQ += <f64>sumOfLanes(sum1) - 1;
      }
    }
  }
  return sumQ;
}

/**
 * Writes the bodies that act on the points of a leaf, padded with massless ones to a multiple of four.
 *
 * @param x and y: centre of the leaf
 * @returns bytes of the list's x
 */
function listBodies(
  nodes: usize,
  nodesEnd: usize,
  x: f32,
  y: f32,
  halfWidth: f32,
  halfHeight: f32,
  thetaSquared: f32,
  xs: usize,
  ys: usize,
  listX: usize,
  listY: usize,
  listMass: usize,
): usize {
  const one = f32x4.splat(1);
  let length: usize = 0;
  let node = nodes;
  while (node < nodesEnd) {
    const bodyX = load<f32>(node);
    const bodyY = load<f32>(node, 4);
    const dx = max<f32>(abs<f32>(bodyX - x) - halfWidth, 0);
    const dy = max<f32>(abs<f32>(bodyY - y) - halfHeight, 0);
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

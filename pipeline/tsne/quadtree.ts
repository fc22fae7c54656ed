/**
 * The quadtree of Barnes and Hut over the points of the map, rebuilt at every iteration.
 *
 * Points lie in Morton order, so each cell holds a range of them, and nodes lie in depth-first order
 * with the index at which their subtree ends: a walk is one loop forwards through memory, where
 * "do not open this cell" is a jump. Cells with a single occupied quadrant are passed over, so a tree
 * of N points has fewer than 2 N nodes whatever the points are.
 */
import { mortonOrder, sortAlongCurve, type MortonOrder } from './morton.ts';

/** A cell of at most this many points is not divided (measured: 4 to 16 differ by a few percent). */
const LEAF_SIZE = 8;

/** Numbers of a node in {@link Quadtree.bodies}. */
export const BODY = 4;
/** Numbers of a node in {@link Quadtree.links}. */
export const LINK = 3;

/** Memory for a tree over `count` points, used again at every iteration. */
export interface Quadtree {
  /** Points × 2 in Morton order. */
  readonly points: Float64Array;
  /** `order[s]` is the index of the s-th of those points. */
  readonly order: Uint32Array;
  /** Nodes × (x and y of the centre of mass, number of points, squared width). */
  readonly bodies: Float64Array;
  /** Nodes × (node after the subtree, first point, end of points). */
  readonly links: Int32Array;
  /** Nodes that are leaves, in depth-first order. */
  readonly leaves: Int32Array;
}

/** Sizes that a tree has after it was built. */
export interface TreeSize {
  readonly nodes: number;
  readonly leaves: number;
}

/** Largest numbers of nodes and leaves that any `count` points can need. */
export function treeCapacity(count: number): TreeSize {
  return { nodes: 2 * count, leaves: count };
}

export class QuadtreeBuilder {
  private readonly morton: MortonOrder;
  private nodes = 0;
  private leaves = 0;

  constructor(private readonly tree: Quadtree) {
    this.morton = mortonOrder(tree.order.length);
  }

  /** Fills the tree for `positions` (N × 2). */
  build(positions: Float64Array): TreeSize {
    const { points, order } = this.tree;
    sortAlongCurve(positions, this.morton);
    order.set(this.morton.order);
    for (let s = 0; s < order.length; s++) {
      points[2 * s] = positions[2 * order[s]];
      points[2 * s + 1] = positions[2 * order[s] + 1];
    }
    this.nodes = 0;
    this.leaves = 0;
    this.addNode(0, order.length);
    return { nodes: this.nodes, leaves: this.leaves };
  }

  /** Adds the node of the points `from` … `end` − 1 and, after it, its subtree. */
  private addNode(from: number, end: number): void {
    const { codes } = this.morton;
    const { links, leaves } = this.tree;
    const node = this.nodes++;
    this.describe(node, from, end);
    links[LINK * node + 1] = from;
    links[LINK * node + 2] = end;
    const differing = codes[from] ^ codes[end - 1];
    if (end - from <= LEAF_SIZE || differing === 0) {
      leaves[this.leaves++] = node;
      // Points that the grid cannot tell apart count as one body, for each other too: without this,
      // many equal points would cost the square of their number.
      if (end - from > LEAF_SIZE) this.tree.bodies[BODY * node + 3] = 0;
    } else {
      // The highest two bits in which the codes differ name the quadrants of the smallest cell.
      const shift = (31 - Math.clz32(differing)) & ~1;
      let start = from;
      while (start < end) {
        const next = this.quadrantEnd(start, end, shift);
        this.addNode(start, next);
        start = next;
      }
    }
    links[LINK * node] = this.nodes;
  }

  /** First index after `start` whose code leaves the quadrant of `start`, by bisection. */
  private quadrantEnd(start: number, end: number, shift: number): number {
    const { codes } = this.morton;
    const quadrant = codes[start] >>> shift;
    let low = start + 1;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (codes[middle] >>> shift === quadrant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Centre of mass, number of points and width (the longer side of their bounding box). */
  private describe(node: number, from: number, end: number): void {
    const { points, bodies } = this.tree;
    let sumX = 0;
    let sumY = 0;
    let left = Infinity;
    let right = -Infinity;
    let bottom = Infinity;
    let top = -Infinity;
    for (let s = from; s < end; s++) {
      const x = points[2 * s];
      const y = points[2 * s + 1];
      sumX += x;
      sumY += y;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
    const width = Math.max(right - left, top - bottom);
    bodies[BODY * node] = sumX / (end - from);
    bodies[BODY * node + 1] = sumY / (end - from);
    bodies[BODY * node + 2] = end - from;
    bodies[BODY * node + 3] = width * width;
  }
}

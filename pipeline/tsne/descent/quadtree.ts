/**
 * The quadtree of Barnes and Hut over the points of the map, rebuilt at every iteration.
 *
 * Points lie in Morton order, so each cell holds a range of them, and nodes lie in depth-first order
 * with the index at which their subtree ends: a walk is one loop forwards through memory, where
 * "do not open this cell" is a jump. Cells with a single occupied quadrant are passed over, so a tree
 * of N points has fewer than 2 N nodes whatever the points are.
 */
import { mortonOrder, sortAlongCurve, type MortonOrder } from './morton.ts';

/** A cell of at most this many points is not divided (a repulsion of 10,000 takes 3.0 ms; with 8 4.0, with 32 3.7). */
const LEAF_SIZE = 16;

/** Numbers of a node, float32 and int32 side by side in the same memory. */
export const NODE = 8;
/** Places of a node's numbers: float32 … */
export const CENTRE_X = 0;
export const CENTRE_Y = 1;
export const MASS = 2;
export const SQUARED_WIDTH = 3;
/** … and int32: the node after its subtree, its first point, the end of its points, 1 for a leaf. */
export const NEXT = 4;
export const FIRST = 5;
export const END = 6;
export const IS_LEAF = 7;

/** Numbers of a box. */
const BOX = 4;

/** Room after the points for a kernel that reads four at once. */
const MARGIN = 4;

/** Memory for a tree over some points, used again at every iteration. */
export interface Quadtree {
  /** x and y of the points in Morton order. */
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  /** `order[s]` is the index of the s-th of those points. */
  readonly order: Uint32Array;
  /** Nodes × {@link NODE}: the same memory seen as float32 and as int32. */
  readonly nodes: Float32Array;
  readonly links: Int32Array;
  /** Nodes × (left, right, lower and upper edge of its points). */
  readonly boxes: Float32Array;
  /** Nodes that are leaves, in depth-first order. */
  readonly leaves: Int32Array;
}

/** Sizes that a tree has after it was built. */
export interface TreeSize {
  readonly nodes: number;
  readonly leaves: number;
}

/** Where a tree's arrays come from. */
export interface Allocator {
  float32(length: number): Float32Array;
  int32(length: number): Int32Array;
  uint32(length: number): Uint32Array;
}

/** Memory of one thread and no kernel. */
export const PLAIN_MEMORY: Allocator = {
  float32: (length) => new Float32Array(length),
  int32: (length) => new Int32Array(length),
  uint32: (length) => new Uint32Array(length),
};

/** Room for a tree over any `count` points. */
export function quadtree(count: number, memory: Allocator): Quadtree {
  const nodes = memory.float32(NODE * 2 * count);
  return {
    xs: memory.float32(count + MARGIN),
    ys: memory.float32(count + MARGIN),
    order: memory.uint32(count),
    nodes,
    links: new Int32Array(nodes.buffer, nodes.byteOffset, nodes.length),
    boxes: memory.float32(BOX * 2 * count),
    leaves: memory.int32(count),
  };
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
    const { xs, ys, order } = this.tree;
    sortAlongCurve(positions, this.morton);
    order.set(this.morton.order);
    for (let s = 0; s < order.length; s++) {
      xs[s] = positions[2 * order[s]];
      ys[s] = positions[2 * order[s] + 1];
    }
    this.nodes = 0;
    this.leaves = 0;
    this.addNode(0, order.length);
    return { nodes: this.nodes, leaves: this.leaves };
  }

  /** Adds the node of the points `from` … `end` − 1 and, after it, its subtree. */
  private addNode(from: number, end: number): void {
    const { codes } = this.morton;
    const { links } = this.tree;
    const node = this.nodes++;
    links[NODE * node + FIRST] = from;
    links[NODE * node + END] = end;
    const differing = codes[from] ^ codes[end - 1];
    if (end - from <= LEAF_SIZE || differing === 0) {
      this.describeLeaf(node, from, end);
    } else {
      // The highest two bits in which the codes differ name the quadrants of the smallest cell.
      const shift = (31 - Math.clz32(differing)) & ~1;
      let start = from;
      while (start < end) {
        const next = this.quadrantEnd(start, end, shift);
        this.addNode(start, next);
        start = next;
      }
      this.describeCell(node);
    }
    links[NODE * node + NEXT] = this.nodes;
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

  private describeLeaf(node: number, from: number, end: number): void {
    const { xs, ys, links, leaves, nodes } = this.tree;
    leaves[this.leaves++] = node;
    links[NODE * node + IS_LEAF] = 1;
    let sumX = 0;
    let sumY = 0;
    let left = Infinity;
    let right = -Infinity;
    let bottom = Infinity;
    let top = -Infinity;
    for (let s = from; s < end; s++) {
      const x = xs[s];
      const y = ys[s];
      sumX += x;
      sumY += y;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
    this.describe(node, sumX, sumY, end - from, left, right, bottom, top);
    // Points that the grid cannot tell apart count as one body, for each other too: without this, many
    // equal points would cost the square of their number.
    if (end - from > LEAF_SIZE) nodes[NODE * node + SQUARED_WIDTH] = 0;
  }

  /** A cell from the cells in it, which come after it. */
  private describeCell(node: number): void {
    const { nodes, links, boxes } = this.tree;
    links[NODE * node + IS_LEAF] = 0;
    let mass = 0;
    let sumX = 0;
    let sumY = 0;
    let left = Infinity;
    let right = -Infinity;
    let bottom = Infinity;
    let top = -Infinity;
    for (let inner = node + 1; inner < this.nodes; inner = links[NODE * inner + NEXT]) {
      const innerMass = nodes[NODE * inner + MASS];
      mass += innerMass;
      sumX += innerMass * nodes[NODE * inner + CENTRE_X];
      sumY += innerMass * nodes[NODE * inner + CENTRE_Y];
      left = Math.min(left, boxes[BOX * inner]);
      right = Math.max(right, boxes[BOX * inner + 1]);
      bottom = Math.min(bottom, boxes[BOX * inner + 2]);
      top = Math.max(top, boxes[BOX * inner + 3]);
    }
    this.describe(node, sumX, sumY, mass, left, right, bottom, top);
  }

  /** Centre of mass, number of points and width (the longer side of their bounding box). */
  private describe(
    node: number,
    sumX: number,
    sumY: number,
    mass: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ): void {
    const { nodes, boxes } = this.tree;
    const width = Math.max(right - left, top - bottom);
    nodes[NODE * node + CENTRE_X] = sumX / mass;
    nodes[NODE * node + CENTRE_Y] = sumY / mass;
    nodes[NODE * node + MASS] = mass;
    nodes[NODE * node + SQUARED_WIDTH] = width * width;
    boxes[BOX * node] = left;
    boxes[BOX * node + 1] = right;
    boxes[BOX * node + 2] = bottom;
    boxes[BOX * node + 3] = top;
  }
}

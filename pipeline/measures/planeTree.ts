/**
 * How many points of a plane lie nearer than a given one, without looking at them all: a balanced k-d tree
 * (Bentley 1975, "Multidimensional binary search trees used for associative searching"). Nodes lie in
 * depth-first order with the node after their subtree, so that a walk is one loop forwards, and a box
 * that lies wholly within the distance is counted at once. Whatever the points are, a walk opens of
 * the order of √N boxes, as long as not many points are equally far.
 */

/** A box of at most this many points is not divided. */
const LEAF_SIZE = 8;

/** Numbers of a node in `boxes`: left, right, bottom, top. */
const BOX = 4;
/** Numbers of a node in `links`: node after the subtree, first point, end of points. */
const LINK = 3;

export class PlaneTree {
  private readonly order: Uint32Array;
  /** Positions in the order of the tree, N × 2. */
  private readonly points: Float64Array;
  private readonly boxes: Float64Array;
  private readonly links: Int32Array;
  private nodes = 0;

  /** @param positions N × 2, finite, N at least 1 */
  constructor(private readonly positions: Float32Array) {
    const count = positions.length / 2;
    this.order = Uint32Array.from({ length: count }, (_, i) => i);
    this.points = new Float64Array(positions.length);
    // A box that is divided holds 9 points or more, so that every leaf has 4 or more.
    const most = Math.max(1, count / 2);
    this.boxes = new Float64Array(most * BOX);
    this.links = new Int32Array(most * LINK);
    this.addNode(0, count);
  }

  /**
   * Place of point j among the points nearest to (x, y), from 1; of equally far points the one with the
   * smaller index is nearer.
   *
   * @param self index of a point that does not count, since (x, y) is its own place; −1 for none
   */
  rank(x: number, y: number, j: number, self: number): number {
    const { positions, boxes, links } = this;
    const limit = squaredLength(positions[2 * j] - x, positions[2 * j + 1] - y);
    let nearer = 0;
    for (let node = 0; node < this.nodes;) {
      const box = BOX * node;
      // Of the box: the least and the largest distance, along each axis.
      const [left, right] = [x - boxes[box], boxes[box + 1] - x];
      const [below, above] = [y - boxes[box + 2], boxes[box + 3] - y];
      const next = links[LINK * node];
      const [from, end] = [links[LINK * node + 1], links[LINK * node + 2]];
      if (squaredLength(Math.max(0, -left, -right), Math.max(0, -below, -above)) > limit) {
        node = next;
      } else if (squaredLength(Math.max(left, right), Math.max(below, above)) < limit) {
        nearer += end - from;
        node = next;
      } else if (++node === next) {
        nearer += this.countNearer(from, end, x, y, limit, j);
      }
    }
    // The point itself was counted where it is nearer than j: at distance 0.
    const selfCounted = self >= 0 && (limit > 0 || self < j);
    return nearer - Number(selfCounted) + 1;
  }

  private countNearer(
    from: number,
    end: number,
    x: number,
    y: number,
    limit: number,
    j: number,
  ): number {
    const { points, order } = this;
    let nearer = 0;
    for (let s = from; s < end; s++) {
      const squared = squaredLength(points[2 * s] - x, points[2 * s + 1] - y);
      if (squared < limit || (squared === limit && order[s] < j)) nearer++;
    }
    return nearer;
  }

  /** Adds the node of the points `from` … `end` − 1 and, after it, its subtree. */
  private addNode(from: number, end: number): void {
    const { positions, points, links } = this;
    const node = this.nodes++;
    const order = this.order.subarray(from, end);
    const axis = this.describe(node, order);
    if (end - from > LEAF_SIZE) {
      order.sort((a, b) => positions[2 * a + axis] - positions[2 * b + axis]);
      const middle = (from + end) >>> 1;
      this.addNode(from, middle);
      this.addNode(middle, end);
    } else {
      for (const [s, i] of order.entries()) {
        points.set(positions.subarray(2 * i, 2 * i + 2), 2 * (from + s));
      }
    }
    links.set([this.nodes, from, end], LINK * node);
  }

  /** Notes the bounding box of some points; returns the axis along which it is longer: 0 or 1. */
  private describe(node: number, points: Uint32Array): 0 | 1 {
    const { positions } = this;
    let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const i of points) {
      left = Math.min(left, positions[2 * i]);
      right = Math.max(right, positions[2 * i]);
      bottom = Math.min(bottom, positions[2 * i + 1]);
      top = Math.max(top, positions[2 * i + 1]);
    }
    this.boxes.set([left, right, bottom, top], BOX * node);
    return right - left >= top - bottom ? 0 : 1;
  }
}

/** As products: V8 calls a function for `**`. */
function squaredLength(x: number, y: number): number {
  return x * x + y * y;
}

/** The nearest of many points, found in a tree of them. */
import type { Quadtree } from 'd3-quadtree';
import type { Point } from './layout.ts';

export interface Neighbour {
  /** Index of the point. */
  readonly index: number;
  /** From the place that was asked about, in units of the tree. */
  readonly distance: number;
}

/**
 * The `count` points nearest to a place, nearest first; fewer where there are fewer.
 *
 * @param tree of indices
 * @param at where a point lies
 * @param counts tells which points count
 */
export function nearestPoints(
  tree: Quadtree<number>,
  place: Point,
  count: number,
  at: (index: number) => Point,
  counts: (index: number) => boolean,
): Neighbour[] {
  const found: Neighbour[] = [];
  let reach = Infinity;
  const consider = (index: number): void => {
    const { x, y } = at(index);
    const distance = Math.hypot(x - place.x, y - place.y);
    if (distance >= reach || !counts(index)) return;
    const rank = found.findIndex((other) => distance < other.distance);
    found.splice(rank < 0 ? found.length : rank, 0, { index, distance });
    if (found.length > count) found.pop();
    if (found.length === count) reach = found[count - 1].distance;
  };
  tree.visit((node, left, top, right, bottom) => {
    const away = Math.hypot(
      Math.max(left - place.x, 0, place.x - right),
      Math.max(top - place.y, 0, place.y - bottom),
    );
    if (away >= reach) return true;
    // A leaf holds all the points that lie on one spot.
    if (!node.length)
      for (let leaf: typeof node | undefined = node; leaf; leaf = leaf.next) consider(leaf.data);
    return false;
  });
  return found;
}

/**
 * The points of the shown map as they lie on the canvas at zoom 1, or in a replay lay there, and the search among
 * those shown.
 */
import { quadtree, type Quadtree } from 'd3-quadtree';
import type { Page } from '../data/load.ts';
import { isShown } from '../state/shown.ts';
import type { PageStore } from '../state/state.ts';
import { fitMap, fitOf, nearestTowards, type Fit, type Point } from './layout.ts';
import { nearestPoints, type Neighbour } from './nearest.ts';

/** Room around the points, CSS pixels. */
export const MARGIN = 24;

export interface MapPoints {
  /** Points × 2, CSS pixels at zoom 1. */
  readonly positions: Float32Array;
  /** Of the shown map onto the canvas at zoom 1. */
  readonly fit: Fit;
  /** Lays the shown map out on a canvas of this size, CSS pixels. */
  layOut(width: number, height: number): void;
  /** Takes note that the points are seen elsewhere than on the map; null: where they belong. */
  moveTo(positions: Float32Array | null): void;
  /** Takes note of which points are shown now. */
  plant(): void;
  /** Another function after each {@link plant}. */
  readonly isShown: (index: number) => boolean;
  at(index: number): Point;
  /** The shown point nearest to a place, if one is within reach. */
  nearest(place: Point, reach?: number): number | null;
  /** The shown points nearest to a place that the map was made of, nearest first. */
  nearestMapped(place: Point, count: number): Neighbour[];
  /** The nearest shown point within 45° of a direction, at least so far away. */
  towards(from: Point, direction: Point, atLeast: number): number | null;
}

export function createMapPoints(page: Page, store: PageStore): MapPoints {
  /** On the map. */
  let settled: Float32Array = new Float32Array(0);
  let positions = settled;
  let fit: Fit = fitOf(positions, 1, 1, 0);
  /** Made when it is first asked: in a replay, points move on with every frame. */
  let tree: Quadtree<number> | null = null;
  let shown = (index: number): boolean => isShown(page, store.state, index);
  const plant = (): void => {
    shown = (index) => isShown(page, store.state, index);
    tree = null;
  };
  const grown = (): Quadtree<number> =>
    (tree ??= quadtree<number>()
      .x((i) => positions[2 * i])
      .y((i) => positions[2 * i + 1])
      .addAll(Array.from(page.labels.keys()).filter(shown)));
  const at = (index: number): Point => ({ x: positions[2 * index], y: positions[2 * index + 1] });
  return {
    get positions() {
      return positions;
    },
    get fit() {
      return fit;
    },
    layOut(width, height) {
      const map = page.maps[store.state.map].positions;
      fit = fitOf(map, width, height, MARGIN);
      positions = settled = fitMap(map, width, height, MARGIN);
      plant();
    },
    moveTo(moved) {
      positions = moved ?? settled;
      tree = null;
    },
    plant,
    get isShown() {
      return shown;
    },
    at,
    nearest: ({ x, y }, reach) => grown().find(x, y, reach) ?? null,
    nearestMapped: (place, count) =>
      nearestPoints(grown(), place, count, at, (index) => index < page.data.placedFrom),
    towards: (from, direction, atLeast) =>
      nearestTowards(positions, from, direction, atLeast, shown),
  };
}

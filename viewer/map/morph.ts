/** From one arrangement of points to another, in a short moving picture. */
import { wantsLessMotion } from '../parts/elements.ts';
import type { Point } from './layout.ts';

/** Where things are on the canvas, CSS pixels at zoom 1. */
export interface Places {
  /** Points × 2. */
  readonly positions: Float32Array;
  /** Of the name of each class; null for one that is not written. */
  readonly anchors: readonly (Point | null)[];
}

/** Zoom and shift: a place p is seen at p · k + (x, y). */
export interface Zoom {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** How long a change takes, ms. */
export const MORPH_MS = 600;

/** Runs at most one morph at a time. */
export interface Morph {
  /** Shows everything on its way, and at last exactly `to`; at once where less motion is wanted. */
  start(from: Places, to: Places): void;
  /** Leaves everything where it was last shown. */
  stop(): void;
}

/** @param show is given all places of one moment, and whether more will follow */
export function createMorph(show: (places: Places, moving: boolean) => void): Morph {
  let request = 0;
  const stop = (): void => {
    cancelAnimationFrame(request);
  };
  return {
    stop,
    start(from, to) {
      stop();
      if (wantsLessMotion()) {
        show(to, false);
        return;
      }
      const begun = performance.now();
      const step = (now: number): void => {
        const share = Math.min(1, Math.max(0, (now - begun) / MORPH_MS));
        if (share === 1) {
          show(to, false);
          return;
        }
        show(placesBetween(from, to, eased(share)), true);
        request = requestAnimationFrame(step);
      };
      step(begun);
    },
  };
}

/** Slow at both ends. @param share of the time, 0 to 1 @returns share of the way, 0 to 1 */
export function eased(share: number): number {
  return share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2;
}

/** @param share of the way, 0 to 1 */
export function placesBetween(from: Places, to: Places, share: number): Places {
  const way = (a: number, b: number): number => a + (b - a) * share;
  return {
    positions: from.positions.map((value, n) => way(value, to.positions[n])),
    anchors: to.anchors.map((end, label) => {
      const start = from.anchors[label];
      return start && end && { x: way(start.x, end.x), y: way(start.y, end.y) };
    }),
  };
}

/** Places that are seen with one zoom where others are seen with another. */
export function seenAlike(places: Places, before: Zoom, after: Zoom): Places {
  const across = (x: number): number => (x * before.k + before.x - after.x) / after.k;
  const down = (y: number): number => (y * before.k + before.y - after.y) / after.k;
  return {
    positions: places.positions.map((value, n) => (n % 2 === 0 ? across(value) : down(value))),
    anchors: places.anchors.map((place) => place && { x: across(place.x), y: down(place.y) }),
  };
}

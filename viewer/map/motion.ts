/** Where everything on the map is seen at this moment, and how it gets from one place to another. */
import { wantsLessMotion } from '../parts/elements.ts';
import type { Point, Zoom } from './layout.ts';

/** Places of one moment, CSS pixels at zoom 1. */
export interface Places {
  /** Points × 2. */
  readonly positions: Float32Array;
  /** Where each class's name stands; null for one that is not written. */
  readonly anchors: readonly (Point | null)[];
}

/** How long the way from one map to another takes, ms. */
export const GLIDE_MS = 600;

export interface Motion {
  /** As they are seen now. */
  readonly places: Places;
  /** Whether other places will follow. */
  readonly moving: boolean;
  /** Shows places at once. */
  show(places: Places, moving: boolean): void;
  /** Shows all on its way, and at last exactly `to`; at once where less motion is wanted. */
  glide(from: Places, to: Places): void;
}

/** @param changed is called whenever the places are others */
export function createMotion(changed: () => void): Motion {
  let places: Places = { positions: new Float32Array(0), anchors: [] };
  let moving = false;
  let request = 0;
  const show = (now: Places, more: boolean): void => {
    cancelAnimationFrame(request);
    places = now;
    moving = more;
    changed();
  };
  return {
    get places() {
      return places;
    },
    get moving() {
      return moving;
    },
    show,
    glide(from, to) {
      const begun = performance.now();
      const step = (now: number): void => {
        const share = Math.max(0, (now - begun) / GLIDE_MS);
        if (share >= 1 || wantsLessMotion()) {
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

/** A name that one of the two does not write is not written on the way. @param share of the way, 0 to 1 */
export function placesBetween(from: Places, to: Places, share: number): Places {
  const way = (a: number, b: number): number => a + (b - a) * share;
  return {
    positions: from.positions.map((value, n) => way(value, to.positions[n])),
    anchors: to.anchors.map((end, label) => {
      const start = from.anchors[label] ?? null;
      return start && end && { x: way(start.x, end.x), y: way(start.y, end.y) };
    }),
  };
}

/** Places that are seen with the zoom `after` where the given ones are seen with the zoom `before`. */
export function seenAlike({ positions, anchors }: Places, before: Zoom, after: Zoom): Places {
  const across = (x: number): number => (x * before.k + before.x - after.x) / after.k;
  const down = (y: number): number => (y * before.k + before.y - after.y) / after.k;
  return {
    positions: positions.map((value, n) => (n % 2 === 0 ? across(value) : down(value))),
    anchors: anchors.map((place) => place && { x: across(place.x), y: down(place.y) }),
  };
}

/** Keeps frame and card of the tour where the things are that a step is about, while the page scrolls and changes. */
import { wantsLessMotion } from '../parts/elements.ts';
import type { Card } from './card.ts';
import { scrollFor, type Box } from './placing.ts';
import type { Spotlight } from './spotlight.ts';

/** Below which width of the window the card is a sheet at its foot, as in the style sheet. */
const NARROW = '(max-width: 56rem)';
/** Kept free above and below what is scrolled to, CSS pixels. */
const MARGIN = 20;

export interface Pointing {
  /** @param selectors of what is pointed at, the most important first */
  pointAt(selectors: readonly string[]): void;
  stop(): void;
}

export function createPointing(card: Card, spotlight: Spotlight): Pointing {
  let targets: readonly Element[] = [];
  let request = 0;
  let before = '';
  let placedFor = '';

  const follow = (): void => {
    const boxes = targets.map((target) => target.getBoundingClientRect());
    const now = describe(boxes);
    if (now !== before) spotlight.show(boxes);
    // The card waits until all stands still, so as not to wander about.
    else if (now !== placedFor && boxes.length > 0) {
      card.standBy(boxes);
      placedFor = now;
    }
    before = now;
    request = requestAnimationFrame(follow);
  };
  return {
    pointAt(selectors) {
      cancelAnimationFrame(request);
      targets = selectors
        .map((selector) => document.querySelector(selector))
        .filter((found) => found !== null);
      before = placedFor = '';
      if (targets.length > 0) bringInSight(targets, card);
      follow();
    },
    stop() {
      cancelAnimationFrame(request);
    },
  };
}

function describe(boxes: readonly Box[]): string {
  const numbers = boxes.flatMap(({ left, top, width, height }) => [left, top, width, height]);
  return [...numbers, innerWidth, innerHeight].join();
}

/** A small window holds one thing above the card; a large one, all that is pointed at. */
function bringInSight(targets: readonly Element[], card: Card): void {
  const narrow = matchMedia(NARROW).matches;
  const boxes = (narrow ? targets.slice(0, 1) : targets).map((t) => t.getBoundingClientRect());
  const top = Math.min(...boxes.map((box) => box.top));
  const height = Math.max(...boxes.map((box) => box.bottom)) - top;
  const foot = narrow ? card.node.getBoundingClientRect().top : innerHeight;
  const by = scrollFor({ top, height }, MARGIN, foot - MARGIN);
  if (by !== 0) scrollBy({ top: by, behavior: wantsLessMotion() ? 'instant' : 'smooth' });
}

/** Something that comes and goes on the map. */
import { wantsLessMotion } from '../../parts/elements.ts';
import { GLIDE_MS } from '../motion.ts';

/**
 * How much of it is seen, 0 to 1, on its way to what is wanted; at once where less motion is wanted.
 *
 * @param redraw asks for another frame
 */
export function createFade(redraw: () => void): (wanted: boolean) => number {
  let seen = 0;
  let last = 0;
  return (wanted) => {
    const now = performance.now();
    const end = Number(wanted);
    if (seen === end) {
      last = now;
      return seen;
    }
    const step = wantsLessMotion() ? 1 : Math.min(now - last, GLIDE_MS / 8) / GLIDE_MS;
    last = now;
    seen = wanted ? Math.min(1, seen + step) : Math.max(0, seen - step);
    if (seen !== end) redraw();
    return seen;
  };
}

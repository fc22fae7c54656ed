/** Things done over time before the visitor's eyes, that stop as soon as they are no longer wanted. */
import { wantsLessMotion } from '../parts/elements.ts';

export interface Acting {
  /**
   * Calls `show` each frame with the share of the time that has passed, the last time with 1; where less motion
   * is wanted, at once with 1. Resolves then; never after the acting was stopped.
   *
   * @param duration milliseconds
   */
  readonly animate: (duration: number, show: (share: number) => void) => Promise<void>;
  /** Resolves after a moment, in milliseconds; as above. */
  readonly pause: (duration: number) => Promise<void>;
  /** Resolves in the first frame in which something holds; as above. */
  readonly until: (holds: () => boolean) => Promise<void>;
}

export function createActing(stopped: AbortSignal): Acting {
  const animate: Acting['animate'] = (duration, show) =>
    new Promise((resolve) => {
      const begun = performance.now();
      const step = (now: number): void => {
        if (stopped.aborted) return;
        const share = wantsLessMotion() ? 1 : Math.min(1, Math.max(0, now - begun) / duration);
        show(share);
        if (share < 1) requestAnimationFrame(step);
        else resolve();
      };
      step(begun);
    });
  const until: Acting['until'] = (holds) =>
    new Promise((resolve) => {
      const look = (): void => {
        if (stopped.aborted) return;
        if (holds()) resolve();
        else requestAnimationFrame(look);
      };
      look();
    });
  return { animate, pause: (duration) => animate(duration, () => undefined), until };
}

/** How many of a row of things have had their turn. @param share of the time, 0 to 1 @returns 0 to `count` */
export function turnsAt(share: number, count: number): number {
  return Math.min(count, Math.floor(share * (count + 1)));
}

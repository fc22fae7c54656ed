/** Turns taken one after the other in one run, since two runs on a shared machine cannot be compared. */
import { setTimeout as pause } from 'node:timers/promises';
import { max, median, min } from 'd3-array';

/** What was done and how long it took. */
export interface Turn {
  readonly images: number;
  readonly seconds: number;
}

export interface Contestant {
  readonly title: string;
  readonly turn: () => Promise<Turn>;
}

export interface Result {
  readonly title: string;
  /** Median over the rounds. */
  readonly imagesPerSecond: number;
  /** How many times as fast the first contestant was in the same round: median, least and most. */
  readonly ratio: { readonly median: number; readonly least: number; readonly most: number };
}

/** Between turns, so that one's threads that still spin do not slow the next one down. */
const PAUSE_MS = 300;

/** Lets all take a turn a round, after one that does not count. */
export async function compare(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Result[]> {
  const speeds: number[][] = contestants.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { turn }] of contestants.entries()) {
      await pause(PAUSE_MS);
      const { images, seconds } = await turn();
      if (round > 0) speeds[index].push(images / seconds);
    }
  }
  return contestants.map(({ title }, index) => {
    const ratios = speeds[index].map((speed, round) => speeds[0][round] / speed);
    return {
      title,
      imagesPerSecond: median(speeds[index])!,
      ratio: { median: median(ratios)!, least: min(ratios)!, most: max(ratios)! },
    };
  });
}

/** Turns taken one after the other in one run, since two runs on a shared machine cannot be compared. */
import { setTimeout as pause } from 'node:timers/promises';
import { max, median, min } from 'd3-array';

/** What was found in several rounds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values)!, least: min(values)!, most: max(values)! };
}

/** Between turns, so that one's threads that still spin do not slow the next one down. */
const PAUSE_MS = 300;

/**
 * Lets all take a turn a round.
 *
 * @returns of each, what its turns gave, one a round
 */
export async function takeTurns<Outcome>(
  turns: readonly (() => Promise<Outcome>)[],
  rounds: number,
): Promise<Outcome[][]> {
  const outcomes: Outcome[][] = turns.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, turn] of turns.entries()) {
      await pause(PAUSE_MS);
      outcomes[index].push(await turn());
    }
  }
  return outcomes;
}

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
  /** How many times as fast the first contestant was in the same round. */
  readonly ratio: Spread;
}

/** Measures the speed of all in so many rounds, after one that does not count. */
export async function compare(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Result[]> {
  const turns = contestants.map(({ turn }) => turn);
  await takeTurns(turns, 1);
  const outcomes = await takeTurns(turns, rounds);
  const speeds = outcomes.map((own) => own.map(({ images, seconds }) => images / seconds));
  return contestants.map(({ title }, index) => ({
    title,
    imagesPerSecond: median(speeds[index])!,
    ratio: spread(speeds[index].map((speed, round) => speeds[0][round] / speed)),
  }));
}

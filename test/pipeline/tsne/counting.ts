/** Jobs for the test of the crew: each counts how often a piece was done, and by how many threads at all. */
import { isMainThread, threadId } from 'node:worker_threads';
import type { Job } from '../../../pipeline/tsne/threads/crew.ts';

export interface Counts {
  /** How often each piece was done. */
  readonly done: Int32Array;
  /** 1 for each thread that took part, by its id. */
  readonly threads: Int32Array;
}

export function jobs({ done, threads }: Counts): readonly Job[] {
  const count =
    (amount: number): Job =>
    (piece) => {
      Atomics.add(done, piece, amount);
      Atomics.store(threads, threadId, 1);
      // Long enough for the other threads to get a piece too.
      const end = performance.now() + 1;
      while (performance.now() < end);
    };
  const fail: Job = (piece) => {
    if (!isMainThread) throw new RangeError(`piece ${piece} cannot be done`);
    count(1)(piece);
  };
  return [count(1), count(100), fail];
}

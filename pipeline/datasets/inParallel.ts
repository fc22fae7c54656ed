import { availableParallelism } from 'node:os';

/**
 * Runs `work` on every item, as many at a time as there are cores. Meant for work that others do, such
 * as files that are read and pictures that are decoded; stops at the first failure.
 */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  // All workers draw from one iterator.
  const entries = items.entries();
  const worker = async () => {
    for (const [index, item] of entries) await work(item, index);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

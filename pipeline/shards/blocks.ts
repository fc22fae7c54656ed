/**
 * Images are worked on block by block, and a shard is a number of whole blocks. What a block is depends
 * on how many images there are and on nothing else, so that every number comes out the same, bit by bit,
 * in however many shards.
 */
import { InputError } from '../errors.ts';
import type { Shard } from './shard.ts';

/** Images of a block at most: what is computed for them at once takes about 200 MB. */
const MOST_ROWS = 10_000;
/** Few images are cut into so many blocks, that many machines have something to do. */
const BLOCKS = 64;
/** Models run on so many images at once (or on one), and a block is cut into whole runs. */
const BATCH = 50;

/** Images `from` to `to` (exclusive) of all. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/**
 * The blocks of a shard, in order: as many as of any other, or one more.
 *
 * @param count of all images, at least 1
 * @throws InputError where there are more shards than blocks
 */
export function blocksOf({ index, count: shards }: Shard, count: number): Rows[] {
  const rows = Math.min(MOST_ROWS, Math.ceil(count / BLOCKS / BATCH) * BATCH);
  const blocks = Math.ceil(count / rows);
  if (shards > blocks) {
    throw new InputError(
      `--shard ${index}/${shards}: ${count.toLocaleString('en')} images are ${blocks} ${blocks === 1 ? 'block' : 'blocks'} of at most ${rows.toLocaleString('en')}, and a shard has at least one; ask for no more shards than that.`,
    );
  }
  const first = (shard: number) => Math.floor((blocks * (shard - 1)) / shards);
  const [from, end] = [first(index), first(index + 1)];
  return Array.from({ length: end - from }, (_, i) => ({
    from: (from + i) * rows,
    to: Math.min((from + i + 1) * rows, count),
  }));
}

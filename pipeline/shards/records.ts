/** `shard.json` and `placement.json`: what was placed onto what, and the SHA-256 of every file. */
import { z } from 'zod';
import { FORMAT_VERSION, PLACEMENT_FILES } from '../contract.ts';
import type { RunFolder } from '../files/runFolder.ts';
import { Tally } from './tally.ts';

const Placed = z.object({
  formatVersion: z.literal(FORMAT_VERSION),
  /** The run that images are placed onto. */
  reference: z.object({
    /** Of its folder. */
    name: z.string(),
    /** From the folder of this file to it. */
    path: z.string(),
    /** SHA-256 over all of it that matters. */
    identity: z.string(),
  }),
  /** The images, all of them. */
  data: z.object({
    title: z.string(),
    source: z.string(),
    fingerprint: z.string(),
    count: z.int(),
    terms: z.object({ licence: z.string(), citation: z.string() }).exactOptional(),
  }),
  versions: z.record(z.string(), z.string()),
  /** What the models ran on. */
  device: z.string(),
  /** SHA-256 of each file. */
  files: z.record(z.string(), z.string()),
  /** All that may differ between equal runs. */
  timings: z.object({
    /** Seconds that it took to place the images, of all shards together. */
    place: z.number(),
    /** Bytes that a process held at most meanwhile. */
    peakMemory: z.number(),
  }),
});

const ShardRecord = Placed.extend({
  shard: z.object({ index: z.int(), count: z.int() }),
  /** Images `from` to `to` (exclusive) of all. */
  rows: z.object({ from: z.int(), to: z.int() }),
  /** Of every block. */
  tallies: z.array(Tally),
});

export type ShardRecord = z.infer<typeof ShardRecord>;
export type PlacementRecord = z.infer<typeof Placed>;

/**
 * The record of a finished shard.
 *
 * @returns null where there is none, `foreign` where this version did not write it
 */
export async function readShard(folder: RunFolder): Promise<ShardRecord | 'foreign' | null> {
  return read(folder, PLACEMENT_FILES.shard, ShardRecord);
}

/** As {@link readShard}, of a placement in one piece or merged. */
export async function readPlacement(
  folder: RunFolder,
): Promise<PlacementRecord | 'foreign' | null> {
  return read(folder, PLACEMENT_FILES.placement, Placed);
}

export function writeRecord(
  folder: RunFolder,
  name: (typeof PLACEMENT_FILES)[keyof typeof PLACEMENT_FILES],
  record: ShardRecord | PlacementRecord,
): void {
  folder.write(name, `${JSON.stringify(record, null, 1)}\n`);
}

async function read<Content>(
  folder: RunFolder,
  name: string,
  schema: z.ZodType<Content>,
): Promise<Content | 'foreign' | null> {
  try {
    return schema.parse(await folder.readJson(name));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return 'foreign';
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

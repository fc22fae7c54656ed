/** `shard.json` and `placement.json`: what was placed onto what, and the SHA-256 of every file. */
import { z } from 'zod';
import { FORMAT_VERSION, PLACEMENT_FILES } from '../contract.ts';
import { sha256, type RunFolder } from '../files/runFolder.ts';
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
    /** SHA-256 over its two models. */
    models: z.string(),
    /** What its random sequences start from. */
    seed: z.int(),
  }),
  /** The images, all of them. */
  data: z.object({
    title: z.string(),
    source: z.string(),
    fingerprint: z.string(),
    count: z.int().positive(),
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
  shard: z.object({ index: z.int().positive(), count: z.int().positive() }),
  /** Images `from` to `to` (exclusive) of all. */
  rows: z.object({ from: z.int(), to: z.int() }),
  /** Of every block. */
  tallies: z.array(Tally),
});

export type ShardRecord = z.infer<typeof ShardRecord>;
export type PlacementRecord = z.infer<typeof Placed>;

/** A record that cannot be used, and why, as the end of a sentence. */
export interface Unusable {
  readonly unusable: string;
}

/** The record of a finished shard; null where there is none. */
export async function readShard(folder: RunFolder): Promise<ShardRecord | Unusable | null> {
  return read(folder, PLACEMENT_FILES.shard, ShardRecord);
}

/** As {@link readShard}, of a placement in one piece or merged. */
export async function readPlacement(folder: RunFolder): Promise<PlacementRecord | Unusable | null> {
  return read(folder, PLACEMENT_FILES.placement, Placed);
}

export function writeRecord(
  folder: RunFolder,
  name: (typeof PLACEMENT_FILES)[keyof typeof PLACEMENT_FILES],
  record: ShardRecord | PlacementRecord,
): void {
  const signed = { ...record, sha256: digestOf(record) };
  folder.write(name, `${JSON.stringify(signed, null, 1)}\n`);
}

/** SHA-256 of a record, of all but its timings. */
function digestOf(record: object): string {
  return sha256(JSON.stringify({ ...record, timings: undefined, sha256: undefined }));
}

async function read<Content>(
  folder: RunFolder,
  name: string,
  schema: z.ZodType<Content>,
): Promise<Content | Unusable | null> {
  let content: unknown;
  try {
    content = await folder.readJson(name);
  } catch (error) {
    if (error instanceof SyntaxError) return { unusable: 'is damaged' };
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const { success: hasForm, data: form } = Form.safeParse(content);
  if (hasForm && form.formatVersion !== FORMAT_VERSION) {
    return {
      unusable: `has format ${form.formatVersion}, and this version of Caelum reads ${FORMAT_VERSION}`,
    };
  }
  const { success, data } = schema.safeParse(content);
  return success && form?.sha256 === digestOf(content as object)
    ? data
    : { unusable: 'is damaged' };
}

/** What every record says of itself. */
const Form = z.object({ formatVersion: z.int(), sha256: z.string().optional() });

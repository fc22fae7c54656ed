/** One shard of the images, from their pixels to the files of its rows. */
import { FORMAT_VERSION } from '../contract.ts';
import type { Device } from '../engine/devices/device.ts';
import { versions } from '../files/manifest.ts';
import type { RunFolder } from '../files/runFolder.ts';
import { peakMemory } from '../peakMemory.ts';
import type { Report } from '../report.ts';
import { openCodec } from '../stages/encode.ts';
import { blocksOf } from './blocks.ts';
import type { ImageSource } from './images/imageSource.ts';
import { placeBlock } from './placeBlock.ts';
import type { ShardRecord } from './records.ts';
import { referenceFrom, type Reference } from './reference.ts';
import { RowsWriter } from './rows/rowsWriter.ts';
import type { Shard } from './shard.ts';
import type { Tally } from './tally.ts';

/** What a shard is going to be, before it is placed. */
export type PlannedShard = Omit<ShardRecord, 'files' | 'timings' | 'tallies'>;

export interface ShardTask {
  readonly shard: Shard;
  readonly source: ImageSource;
  readonly reference: Reference;
  readonly device: Device;
  /** Where its files go. */
  readonly folder: RunFolder;
}

/** @throws InputError where there are fewer images than shards can be made of */
export function planShard({ shard, source, reference, device, folder }: ShardTask): PlannedShard {
  const blocks = blocksOf(shard, source.count);
  const { title, origin, fingerprint, count, terms } = source;
  return {
    formatVersion: FORMAT_VERSION,
    shard,
    rows: { from: blocks[0].from, to: blocks[blocks.length - 1].to },
    reference: referenceFrom(folder, reference),
    data: { title, source: origin, fingerprint, count, ...(terms && { terms }) },
    versions: versions(),
    device: device.title,
  };
}

/** Places the images of a shard, a block at a time. */
export async function placeShard(
  task: ShardTask,
  planned: PlannedShard,
  report: Report,
): Promise<ShardRecord> {
  const { source, reference, folder } = task;
  const { from: first, to: end } = planned.rows;
  const start = performance.now();
  const codec = await openCodec({ folder: reference.folder, device: task.device });
  const rows = new RowsWriter(folder, reference, planned, end - first);
  const tallies: Tally[] = [];
  try {
    const blocks = blocksOf(planned.shard, source.count);
    for (const { from, to } of blocks) await source.checkLabels(from, to);
    for (const { from, to } of blocks) {
      const block = await placeBlock(await source.read(from, to), codec, reference);
      rows.append(block, from);
      tallies.push(block.tally);
      report.progress(to - first, end - first, 'images');
    }
    const files = rows.finish();
    const place = (performance.now() - start) / 1000;
    return { ...planned, files, timings: { place, peakMemory: peakMemory() }, tallies };
  } finally {
    rows.discard();
    await codec.close();
  }
}

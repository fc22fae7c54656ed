/** Finished shards → the files of one piece. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { RunFolder } from '../files/runFolder.ts';
import { duration, type Report } from '../report.ts';
import { checkEarlier } from './earlier.ts';
import { finishPlacement, PLACED_FILES } from './finish.ts';
import { gatherShards, type FoundShard } from './gather.ts';
import type { ShardRecord } from './records.ts';
import { readReference, referenceFrom, type Reference } from './reference.ts';
import type { Digests } from './rows/rowFile.ts';
import { ROW_FILES, RowsWriter } from './rows/rowsWriter.ts';

const MEGABYTE = 1e6;

export interface Merging {
  /** Folders of shards, or folders that hold them. */
  readonly paths: readonly string[];
  /** The run that images were placed onto; null: where the shards say that it is. */
  readonly onto: string | null;
  /** Null: the folder that all shards are in. */
  readonly out: string | null;
  /** Write over other placements. */
  readonly force: boolean;
}

/** @throws InputError where shards are missing, doubled, damaged, or no parts of one whole */
export async function mergeShards(
  { paths, onto, out, force }: Merging,
  report: Report,
): Promise<void> {
  const shards = await gatherShards(paths);
  const folder = new RunFolder(out ?? commonFolder(shards));
  checkApart(folder, shards);
  folder.checkWritable();
  const reference = await referenceOf(shards, onto);
  const [{ record: first }] = shards;
  const plan = { data: first.data, reference: referenceFrom(folder, reference), shard: null };
  await checkEarlier(folder, plan, force);
  folder.lock();
  folder.sweep(PLACED_FILES);
  report.note(describe(shards, reference));
  const makers = new Set(shards.map(({ record }) => maker(record)));
  if (makers.size > 1) {
    report.note(
      `They were made on different machines, whose numbers may differ in the last digits: ${[...makers].join('; ')}.`,
    );
  }
  report.stage('Merge');
  const start = performance.now();
  const files = await joinAll(folder, reference, shards, report);
  report.finished('Merge', (performance.now() - start) / 1000);
  const records = shards.map(({ record }) => record);
  const placing = records.reduce((sum, { timings }) => sum + timings.place, 0);
  report.note(
    `Placing took ${duration(placing)}, all shards together; once this is done, their folders are not needed any more.`,
  );
  await finishPlacement(folder, reference, files, records, report);
}

function describe([{ record }]: readonly FoundShard[], { folder }: Reference): string {
  const { data, shard } = record;
  const shards = `${shard.count} ${shard.count === 1 ? 'shard' : 'shards'}`;
  return `${data.title}: ${data.count.toLocaleString('en')} images in ${shards}, placed onto ${folder.path}`;
}

/** What the last digits of a shard depend on. */
function maker({ device, versions }: ShardRecord): string {
  return `${device}, Node ${versions.node}, ${versions.platform}`;
}

/** @throws InputError where a shard would be written over while it is read */
function checkApart(folder: RunFolder, shards: readonly FoundShard[]): void {
  if (!existsSync(folder.path)) return;
  const path = realpathSync(folder.path);
  const same = shards.find((shard) => realpathSync(shard.folder.path) === path);
  if (!same) return;
  throw new InputError(`--out ${folder.path} is one of the shards; choose another folder.`);
}

/** @throws InputError where the shards lie in different folders, none of which goes without saying */
function commonFolder(shards: readonly FoundShard[]): string {
  const above = new Set(shards.map(({ folder }) => dirname(resolve(folder.path))));
  if (above.size === 1) return join(shards[0].folder.path, '..');
  throw new InputError(
    `The shards lie in different folders (${[...above].join(', ')}); say with --out where to write.`,
  );
}

/** @throws InputError where the run is not there, or not the one that the shards were placed onto */
async function referenceOf(
  [{ folder, record }]: readonly FoundShard[],
  onto: string | null,
): Promise<Reference> {
  const where = onto ?? join(folder.path, record.reference.path);
  if (!existsSync(where)) {
    throw new InputError(
      `The run that images were placed onto, ${record.reference.name}, is not at ${where}; say with --onto where it is.`,
    );
  }
  const reference = await readReference(where);
  if (reference.identity === record.reference.identity) return reference;
  throw new InputError(
    `${where} is not the run that ${folder.path} was placed onto, or was made anew since; say with --onto where that is, or run the shards again.`,
  );
}

/** @returns SHA-256 of the files that hold all rows */
async function joinAll(
  folder: RunFolder,
  reference: Reference,
  shards: readonly FoundShard[],
  report: Report,
): Promise<Digests> {
  const total = shards
    .flatMap((shard) => ROW_FILES.map((name) => shard.folder.file(name)))
    .reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);
  let done = 0;
  const [{ record: first }] = shards;
  const rows = new RowsWriter(folder, reference, first, first.data.count);
  try {
    for (const { folder: part, record } of shards) {
      const count = record.rows.to - record.rows.from;
      await rows.appendPart({ folder: part, count, files: record.files }, (bytes) => {
        done += bytes;
        report.progress(Math.round(done / MEGABYTE), Math.round(total / MEGABYTE), 'MB');
      });
    }
    return rows.finish();
  } finally {
    rows.discard();
  }
}

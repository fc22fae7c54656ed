/** `npm run merge`: the shards of `analyze --shard` → the same files as in one piece. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { runCommand } from './command.ts';
import { InputError } from './errors.ts';
import { RunFolder } from './files/runFolder.ts';
import { createReport, duration, type Report } from './report.ts';
import { parse } from './settings/command.ts';
import { path } from './settings/values.ts';
import { checkForeign } from './shards/earlier.ts';
import { finishPlacement, PLACED_FILES } from './shards/finish.ts';
import { gatherShards, type FoundShard } from './shards/gather.ts';
import type { Digests } from './shards/rows/rowFile.ts';
import { ROW_FILES, RowsWriter } from './shards/rows/rowsWriter.ts';
import { readReference, type Reference } from './shards/reference.ts';

interface MergeSettings {
  /** Folders of shards, or folders that hold them. */
  readonly paths: readonly string[];
  /** The run that images were placed onto; null: where the shards say that it is. */
  readonly onto: string | null;
  /** Null: the folder that all shards are in. */
  readonly out: string | null;
  readonly force: boolean;
  readonly json: boolean;
}

const MEGABYTE = 1e6;

await runCommand(async (argv) => {
  const settings = mergeSettings(argv);
  const report = createReport(settings.json);
  try {
    await merge(settings, report);
  } finally {
    report.close();
  }
});

function mergeSettings(argv: readonly string[]): MergeSettings {
  const command = new Command('npm run merge --')
    .description(
      'Joins the shards that analyze --onto RUN --shard I/N wrote (folders shard-I-of-N): the same ' +
        'files as in one piece. Shards stay as they are, and can be merged again.',
    )
    .usage('<dir> [more dirs] [options]')
    .argument('<dirs...>', 'folders of shards, or folders that hold them')
    .option('--onto <run>', 'the run that images were placed onto (default: where it was)', path)
    .option('--out <dir>', 'where to write (default: the folder that holds the shards)', path)
    .option('--force', 'write over whatever the folder holds')
    .option('--json', 'write one JSON object a line');
  const { onto = null, out = null, force, json } = parse(command, argv) as Partial<MergeSettings>;
  return { paths: command.args.map(path), onto, out, force: force!, json: json! };
}

async function merge({ paths, onto, out, force }: MergeSettings, report: Report): Promise<void> {
  const shards = await gatherShards(paths);
  const folder = new RunFolder(out ?? commonFolder(shards));
  checkApart(folder, shards);
  folder.checkWritable();
  if (!force) checkForeign(folder);
  const reference = await referenceOf(shards, onto);
  folder.lock();
  folder.sweep(PLACED_FILES);
  report.note(describe(shards, reference));
  report.stage('Merge');
  const start = performance.now();
  const files = await joinAll(folder, reference, shards, report);
  report.finished('Merge', (performance.now() - start) / 1000);
  const records = shards.map(({ record }) => record);
  const placing = records.reduce((sum, { timings }) => sum + timings.place, 0);
  report.note(
    `Placing took ${duration(placing)}, all shards together; their folders are not needed any more.`,
  );
  await finishPlacement(folder, reference, files, records, report);
}

function describe([{ record }]: readonly FoundShard[], { folder }: Reference): string {
  const { data, shard } = record;
  const shards = `${shard.count} ${shard.count === 1 ? 'shard' : 'shards'}`;
  return `${data.title}: ${data.count.toLocaleString('en')} images in ${shards}, placed onto ${folder.path}`;
}

/** @throws InputError where a shard would be written over while it is read */
function checkApart(folder: RunFolder, shards: readonly FoundShard[]): void {
  const same = shards.find((shard) => resolve(shard.folder.path) === resolve(folder.path));
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

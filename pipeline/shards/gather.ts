/** Finished shards as they lie in their folders, checked to be all parts of one whole. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PLACEMENT_FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import { RunFolder } from '../files/runFolder.ts';
import { blocksOf } from './blocks.ts';
import { readShard, type ShardRecord } from './records.ts';

export interface FoundShard {
  readonly folder: RunFolder;
  readonly record: ShardRecord;
}

/** How the folder of a shard is called. */
export function shardFolderName({ index, count }: ShardRecord['shard']): string {
  return `shard-${String(index).padStart(String(count).length, '0')}-of-${count}`;
}

/**
 * @param paths of shards' folders, or of folders that hold such
 * @returns all shards of one whole, in their order
 * @throws InputError that says which is missing, doubled, unfinished or of something else
 */
export async function gatherShards(paths: readonly string[]): Promise<FoundShard[]> {
  const folders = paths.flatMap(shardFolders);
  // One that is named twice is one.
  const distinct = new Map(folders.map((path) => [realpathSync(path), path]));
  const shards = await Promise.all([...distinct.values()].map(readFound));
  const [first] = shards;
  for (const shard of shards) checkAlike(first, shard);
  const { count } = first.record.shard;
  const byIndex = new Map<number, FoundShard>();
  for (const shard of shards) {
    const { index } = shard.record.shard;
    const twin = byIndex.get(index);
    if (twin) {
      throw new InputError(
        `Shard ${index} of ${count} is there twice: ${twin.folder.path} and ${shard.folder.path}; name one of them.`,
      );
    }
    byIndex.set(index, shard);
  }
  checkComplete(byIndex, count);
  shards.forEach(checkRows);
  return [...byIndex.keys()].sort((a, b) => a - b).map((index) => byIndex.get(index)!);
}

/** The folder itself where it is a shard's, else those in it that are. */
function shardFolders(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new InputError(
      `${path} is no folder; name the folders that analyze --shard wrote, or the one that holds them.`,
    );
  }
  if (existsSync(join(path, PLACEMENT_FILES.shard))) return [path];
  const inside = readdirSync(path)
    .filter((name) => isShard(path, name))
    .map((name) => join(path, name));
  if (inside.length > 0) return inside;
  throw new InputError(
    `${path} is no finished shard (there is no ${PLACEMENT_FILES.shard} in it), and no folder in it is one; run that shard (again), or name another folder.`,
  );
}

/** Whether there is a shard of that name in a folder, finished or not. */
function isShard(path: string, name: string): boolean {
  const folder = join(path, name);
  return (
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true &&
    (/^shard-\d+-of-\d+$/.test(name) || existsSync(join(folder, PLACEMENT_FILES.shard)))
  );
}

async function readFound(path: string): Promise<FoundShard> {
  const folder = new RunFolder(path);
  const record = await readShard(folder);
  if (record === null) {
    throw new InputError(
      `${path} is not finished: there is no ${PLACEMENT_FILES.shard} in it; run that shard again.`,
    );
  }
  if ('unusable' in record) {
    throw new InputError(
      `${folder.file(PLACEMENT_FILES.shard)} ${record.unusable}; run that shard again.`,
    );
  }
  return { folder, record };
}

/** What shards of one whole have in common, and what is said of one that differs. */
const COMMON: readonly (readonly [other: string, of: (record: ShardRecord) => unknown])[] = [
  ['other images', ({ data }) => data.fingerprint],
  ['another number of images', ({ data }) => data.count],
  ['another model', ({ reference }) => reference.models],
  ['another seed', ({ reference }) => reference.seed],
  ['other maps', ({ reference }) => reference.identity],
  ['another number of shards', ({ shard }) => shard.count],
  ['another version of Caelum', ({ versions }) => versions.caelum],
  ['another version of ONNX Runtime', ({ versions }) => versions.onnxruntime],
];

function checkAlike(first: FoundShard, other: FoundShard): void {
  for (const [different, of] of COMMON) {
    const [expected, got] = [of(first.record), of(other.record)].map(String);
    if (expected === got) continue;
    throw new InputError(
      `${other.folder.path} does not belong to ${first.folder.path}: it was made with ${different} (${shown(got)}, not ${shown(expected)}); leave it out, or run it again as the others were.`,
    );
  }
}

/** @throws InputError where a record does not tell of the rows that such a shard has */
function checkRows({ folder, record: { shard, data, rows, tallies } }: FoundShard): void {
  const blocks = blocksOf(shard, data.count);
  const [{ from }, { to }] = [blocks[0], blocks[blocks.length - 1]];
  if (rows.from === from && rows.to === to && tallies.length === blocks.length) return;
  throw new InputError(
    `${folder.file(PLACEMENT_FILES.shard)} is damaged: shard ${shard.index} of ${shard.count} has images ${from} to ${to - 1} in ${blocks.length} blocks, and it tells of ${rows.from} to ${rows.to - 1} in ${tallies.length}; run that shard again.`,
  );
}

/** Digests as far as people compare them. */
function shown(text: string): string {
  return text.length > 16 ? `${text.slice(0, 8)}…` : text;
}

/** Numbers that an error lists. */
const EXAMPLES = 20;

function checkComplete(found: ReadonlyMap<number, FoundShard>, count: number): void {
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((i) => !found.has(i));
  if (missing.length === 0) return;
  const listed = missing.slice(0, EXAMPLES).join(', ') + (missing.length > EXAMPLES ? ', …' : '');
  const several = missing.length > 1;
  throw new InputError(
    `${several ? 'Shards' : 'Shard'} ${listed} of ${count} ${several ? 'are' : 'is'} missing; run ` +
      `${several ? 'them' : 'it'} (analyze --shard ${missing[0]}/${count} …), or name ${several ? 'their folders' : 'its folder'} too.`,
  );
}

/** What an earlier command left in the folder. */
import { existsSync } from 'node:fs';
import { FILES, RUN_FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import type { RunFolder } from '../files/runFolder.ts';
import { PLACED_FILES } from './finish.ts';
import type { PlannedShard } from './placeShard.ts';
import { readPlacement, readShard, type PlacementRecord, type ShardRecord } from './records.ts';

/** What is going to be written. */
export interface Plan extends Pick<PlacementRecord, 'data' | 'reference'> {
  /** Null: a whole placement. */
  readonly shard: ShardRecord['shard'] | null;
}

/**
 * @param force whether the person wants other placements to be written over
 * @throws InputError where the folder holds something else than an earlier state of what is planned
 */
export async function checkEarlier(folder: RunFolder, plan: Plan, force: boolean): Promise<void> {
  if (existsSync(folder.file(FILES.run))) {
    throw new InputError(
      `--out ${folder.path} is a run, and runs are not written over; choose another folder.`,
    );
  }
  if (force) return;
  const other = await somethingElse(folder, plan);
  if (other === null) return;
  throw new InputError(
    `--out ${folder.path} holds ${other}; choose another folder, or write over it with --force.`,
  );
}

/** @returns what the folder holds that is not what is planned, in words; null: nothing */
async function somethingElse(folder: RunFolder, plan: Plan): Promise<string | null> {
  const [shard, placement] = [await readShard(folder), await readPlacement(folder)];
  if (shard === null && placement === null) {
    // What was placed and not finished has no record yet.
    const others = RUN_FILES.filter((name) => !PLACED_FILES.includes(name));
    const file = others.find((name) => existsSync(folder.file(name)));
    return file === undefined ? null : `${file} of something else`;
  }
  for (const record of [shard, placement]) {
    if (record === null || 'unusable' in record) continue;
    const { data, reference } = record;
    if (data.fingerprint !== plan.data.fingerprint) return `other images (${data.title})`;
    if (reference.path !== plan.reference.path) return `places on another run (${reference.name})`;
  }
  if (shard && !('unusable' in shard)) {
    const { index, count } = shard.shard;
    const isPlanned = plan.shard?.index === index && plan.shard.count === count;
    return isPlanned ? null : `shard ${index} of ${count}`;
  }
  return placement && plan.shard ? 'a whole placement' : null;
}

/** Whether all that was planned is there already, unharmed. */
export async function isUpToDate(
  folder: RunFolder,
  planned: PlannedShard,
  isShard: boolean,
): Promise<boolean> {
  const record = isShard ? await readShard(folder) : await readPlacement(folder);
  if (record === null || 'unusable' in record) return false;
  const wanted: Record<string, unknown> = { ...planned };
  const found: Record<string, unknown> = { ...record };
  // A placement does not tell how many shards it is merged from.
  const parts = Object.keys(planned).filter((key) => isShard || !['shard', 'rows'].includes(key));
  if (parts.some((key) => JSON.stringify(wanted[key]) !== JSON.stringify(found[key]))) return false;
  for (const [name, digest] of Object.entries(record.files)) {
    if ((await folder.digest(name)) !== digest) return false;
  }
  return true;
}

/** What an earlier command left in the folder. */
import { existsSync } from 'node:fs';
import { PLACEMENT_FILES, RUN_FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import type { RunFolder } from '../files/runFolder.ts';
import type { PlannedShard } from './placeShard.ts';
import { readPlacement, readShard } from './records.ts';

/** @throws InputError where the folder holds files of a run, and not of a placement */
export function checkForeign(folder: RunFolder): void {
  const records = Object.values(PLACEMENT_FILES);
  if (records.some((name) => existsSync(folder.file(name)))) return;
  const file = RUN_FILES.find((name) => existsSync(folder.file(name)));
  if (file === undefined) return;
  throw new InputError(
    `--out ${folder.path} holds ${file} of something else; choose another folder, or write over it with --force.`,
  );
}

/** Whether all that was planned is there already, unharmed. */
export async function isUpToDate(
  folder: RunFolder,
  planned: PlannedShard,
  isShard: boolean,
): Promise<boolean> {
  const record = isShard ? await readShard(folder) : await readPlacement(folder);
  if (record === null || record === 'foreign') return false;
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

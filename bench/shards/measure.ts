/** What it takes to place many images onto a run's maps in shards, each a process of its own, and to merge them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execPath } from 'node:process';
import { PLACEMENT_FILES } from '../../pipeline/contract.ts';
import { Failure } from '../../pipeline/errors.ts';
import { RunFolder } from '../../pipeline/files/runFolder.ts';
import { shardFolderName } from '../../pipeline/shards/gather.ts';
import type { ShardRecord } from '../../pipeline/shards/records.ts';
import { ROW_FILES } from '../../pipeline/shards/rows/rowsWriter.ts';
import { datasetAtHand } from '../atHand.ts';
import { temporaryFolder } from '../temporary.ts';
import { writeShiftedDigits } from './shiftedDigits.ts';
import { shardsText } from './text.ts';

export interface ShardSettings {
  /** Images that are placed: shifted and turned digits. */
  readonly images: number;
  readonly shards: number;
  /** Folder of the run that they are placed onto. */
  readonly run: string;
  /** Folder of MNIST's files; null: the cache. */
  readonly dataDir: string | null;
}

export interface ShardResults {
  readonly images: number;
  readonly shards: number;
  /** Seconds of all shards, one after the other. */
  readonly place: number;
  /** Seconds of merging them, the page included. */
  readonly merge: number;
  /** Bytes that a shard's process held at most. */
  readonly peakMemory: number;
  /** Bytes of the rows of all images on the disk, in all their files. */
  readonly size: number;
}

const ROOT = join(import.meta.dirname, '..', '..');

export async function measureShards(
  settings: ShardSettings,
  write: (text: string) => void,
): Promise<ShardResults> {
  const { images, shards, run, dataDir } = settings;
  const folder = temporaryFolder();
  const digits = join(folder, 'digits.npy');
  write(`\nShards: ${images.toLocaleString('en')} digits onto ${run}\n`);
  const { train } = await datasetAtHand('mnist', dataDir);
  writeShiftedDigits(train, images, digits);
  const parts = join(folder, 'parts');
  let place = 0;
  let peakMemory = 0;
  for (let index = 1; index <= shards; index++) {
    const task = ['--onto', resolve(run), '--dataset', digits, '--shard', `${index}/${shards}`];
    place += await seconds('analyze', [...task, '--device', 'cpu', '--out', parts]);
    const out = join(parts, shardFolderName({ index, count: shards }));
    const record = await new RunFolder(out).readJson<ShardRecord>(PLACEMENT_FILES.shard);
    peakMemory = Math.max(peakMemory, record.timings.peakMemory);
    write(`  shard ${index} of ${shards}: ${Math.round(place)} s so far\n`);
  }
  const merge = await seconds('merge', [parts]);
  const size = ROW_FILES.reduce((sum, name) => sum + statSync(join(parts, name)).size, 0);
  const results = { images, shards, place, merge, peakMemory, size };
  write(shardsText(results));
  return results;
}

/** How long a command takes as its user starts it, from start to end. */
async function seconds(command: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(execPath, ['--import', 'tsx', `pipeline/${command}.ts`, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Failure(`${command} ended with ${status ?? 'a signal'}.`);
  return (performance.now() - start) / 1000;
}

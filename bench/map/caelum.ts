/** Caelum's own maps, each made in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { text } from 'node:stream/consumers';
import { Failure } from '../../pipeline/errors.ts';
import type { TsneStage } from '../../pipeline/tsne/options.ts';
import { readMap, type MapTask, type MapTurn } from './task.ts';

/** What it says once the map is written. */
export interface Answer {
  /** From latents in memory to the map. */
  readonly seconds: number;
  /** KL divergence in nats, Z by Barnes–Hut. */
  readonly kl: number;
  /** Seconds of each stage. */
  readonly stages: Readonly<Record<TsneStage, number>>;
  /** The most memory that the process held. */
  readonly peakBytes: number;
}

export type CaelumTurn = MapTurn & Answer;

/** @throws Failure where the process ends without a map */
export async function makeMap(task: MapTask): Promise<CaelumTurn> {
  const script = join(import.meta.dirname, 'oneMap.ts');
  const args = ['--import', import.meta.resolve('tsx'), script, JSON.stringify(task)];
  const child = spawn(execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill();
  process.once('exit', end);
  const [said, complaint, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  process.off('exit', end);
  if (code !== 0) {
    const reason = complaint.trim() || 'it said nothing';
    throw new Failure(
      `The process that makes Caelum's map ended with ${signal ?? code}: ${reason}`,
    );
  }
  return { ...(JSON.parse(said) as Answer), positions: readMap(task) };
}

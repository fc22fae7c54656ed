/** Gives a job to the program of a runtime, waits no longer than it may take, and reads what it answers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { decodeNpy, encodeNpy, type NpyArray } from '../files/npy.ts';
import type { Answer, Job, Lack, ModelAnswer } from './job.ts';
import type { Reference } from './reference.ts';
import type { Runtime } from './runtimes.ts';

/** What a runtime made of a model. */
export type Outcome =
  | { readonly seconds: number; readonly outputs: ReadonlyMap<string, NpyArray> }
  /** One line. */
  | { readonly error: string };

/** What a runtime made of all models, or what it lacks. */
export type Report =
  | Lack
  | {
      /** Null where it did not come to say so. */
      readonly version: string | null;
      /** By the name of the model. */
      readonly outcomes: ReadonlyMap<string, Outcome>;
    };

/** @param seconds that the runtime may take for all models together */
export async function ask(
  { command }: Runtime,
  references: readonly Reference[],
  seconds: number,
): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'caelum-portability-'));
  try {
    const job = await writeJob(folder, references);
    const path = join(folder, 'job.json');
    await writeFile(path, JSON.stringify(job));
    return await report(job, await run([...command, path], seconds));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeJob(folder: string, references: readonly Reference[]): Promise<Job> {
  const models = references.map(async ({ name, path, input, rows, batch, outputs }, i) => {
    const file = join(folder, `${i}.npy`);
    await writeFile(file, encodeNpy(rows));
    return {
      name,
      path,
      input: { name: input, file },
      outputs: [...outputs.keys()].map((output, k) => ({
        name: output,
        file: join(folder, `${i}-${k}.npy`),
      })),
      batch,
    };
  });
  return { models: await Promise.all(models) };
}

/** How a program ended. */
interface Ended {
  readonly answers: readonly Answer[];
  /** One line; null where it ended well. */
  readonly failure: string | null;
  /** Whether there was no such program to start. */
  readonly isMissing: boolean;
}

async function run([program, ...parameters]: readonly string[], seconds: number): Promise<Ended> {
  const child = spawn(program, parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: HAS_GROUPS,
  });
  const kill = () => {
    if (HAS_GROUPS && child.pid !== undefined) killGroup(child.pid);
    else child.kill('SIGKILL');
  };
  // Not by spawn's own limit, after which nobody can tell why the program ended.
  const limit = setTimeout(kill, seconds * 1000);
  const started = performance.now();
  process.once('exit', kill);
  try {
    const texts = Promise.all([text(child.stdout), text(child.stderr)]);
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    const [stdout, stderr] = await texts;
    const isLate = signal === 'SIGKILL' && performance.now() - started >= seconds * 1000;
    const last = stderr.trim().split('\n').at(-1) ?? '';
    const failure = isLate
      ? `was not done after ${seconds} s`
      : signal !== null
        ? `was ended by ${signal}`
        : code !== 0
          ? `ended with code ${code ?? '?'}${last && `: ${last}`}`
          : null;
    return { answers: answersIn(stdout), failure, isMissing: false };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      answers: [],
      failure: String(error),
      isMissing: code === 'ENOENT' || code === 'EACCES',
    };
  } finally {
    clearTimeout(limit);
    process.off('exit', kill);
  }
}

/** Whether a program can lead a group of processes, so that what it starts ends with it. */
const HAS_GROUPS = platform() !== 'win32';

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has ended already
  }
}

/** Lines that are JSON; a program that crashes may leave half a line. */
function answersIn(stdout: string): Answer[] {
  return stdout.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Answer];
    } catch {
      return [];
    }
  });
}

async function report({ models }: Job, { answers, failure, isMissing }: Ended): Promise<Report> {
  if (isMissing) return { missing: failure ?? '', kind: 'program' };
  for (const answer of answers) if ('missing' in answer) return answer;
  const outcomes = models.map(async ({ name, outputs }) => {
    const answer = answers.find((each) => 'model' in each && each.model === name);
    return [name, await outcomeOf(answer as ModelAnswer | undefined, outputs, failure)] as const;
  });
  const version = answers.find((answer) => 'version' in answer)?.version ?? null;
  return { version, outcomes: new Map(await Promise.all(outcomes)) };
}

async function outcomeOf(
  answer: ModelAnswer | undefined,
  outputs: Job['models'][number]['outputs'],
  failure: string | null,
): Promise<Outcome> {
  if (!answer) return { error: failure ?? 'ended without an answer' };
  if ('error' in answer) return answer;
  const arrays = outputs.map(async ({ name, file }) => {
    return [name, decodeNpy(await readFile(file), name)] as const;
  });
  try {
    return { seconds: answer.seconds, outputs: new Map(await Promise.all(arrays)) };
  } catch (error) {
    return { error: `wrote no array that can be read (${(error as Error).message})` };
  }
}

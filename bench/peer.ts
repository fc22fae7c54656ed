/** The peer: PyTorch in a process of its own, kept alive so that rounds can take turns. */
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { encodeNpy } from '../pipeline/files/npy.ts';
import type { ImageSet } from '../pipeline/images.ts';
import type { Turn } from './rounds.ts';
import { asFloats, TRAINING_BATCH, type TaskName } from './tasks.ts';

/** Images a run of PyTorch's encoder or decoder; Caelum's takes what suits it (engine/model.ts). */
const CODEC_BATCH = 100;

/** Tries out whether there is PyTorch, and the device. */
const PROBE = 'import sys, numpy, torch; torch.zeros(1, device=sys.argv[1])';

export class PyTorch {
  private constructor(
    private readonly process: ChildProcessByStdio<Writable, Readable, null>,
    private readonly answers: AsyncIterator<string, undefined>,
    /** `PyTorch 2.9.0, CPU, 2 threads` */
    readonly title: string,
    private readonly ended: Promise<unknown>,
  ) {}

  /** @returns why there is none, where there is none */
  static async start(images: ImageSet, device: 'cpu' | 'cuda'): Promise<PyTorch | string> {
    const { CAELUM_PYTHON: named = '' } = process.env;
    const python = named === '' ? 'python3' : named;
    const probe = spawnSync(python, ['-c', PROBE, device], { encoding: 'utf8' });
    if (probe.status !== 0) {
      const reason = probe.error?.message ?? probe.stderr.trim().split('\n').at(-1);
      return `${python} has no PyTorch for ${device} (${reason}); $CAELUM_PYTHON names another Python`;
    }
    const folder = mkdtempSync(join(tmpdir(), 'caelum-bench-'));
    process.once('exit', () => {
      rmSync(folder, { recursive: true, force: true });
    });
    const file = join(folder, 'images.npy');
    writeFileSync(file, encodeNpy(asFloats(images)));
    const child = spawn(python, [join(import.meta.dirname, 'pytorch.py'), file, device], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    child.stdin.on('error', () => undefined); // It ended; who waits for its answer says so.
    const answers = createInterface(child.stdout)[Symbol.asyncIterator]() as AsyncIterator<
      string,
      undefined
    >;
    const { version, hardware } = await next<{ version: string; hardware: string }>(answers);
    return new PyTorch(child, answers, `PyTorch ${version}, ${hardware}`, ended);
  }

  /** @param steps training steps */
  async turn(task: TaskName, steps: number): Promise<Turn> {
    const request =
      task === 'training' ? { task, steps, batch: TRAINING_BATCH } : { task, batch: CODEC_BATCH };
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    return next<Turn>(this.answers);
  }

  async close(): Promise<void> {
    this.process.stdin.end();
    await this.ended;
  }
}

async function next<Answer>(answers: AsyncIterator<string, undefined>): Promise<Answer> {
  const { value } = await answers.next();
  if (value === undefined) throw new Error('PyTorch ended before it answered');
  return JSON.parse(value) as Answer;
}

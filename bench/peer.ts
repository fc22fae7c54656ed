/** The peer: PyTorch in a process of its own, kept alive so that rounds can take turns. */
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { encodeNpy } from '../pipeline/files/npy.ts';
import { imageCount, imageDimensions, toFloats, type ImageSet } from '../pipeline/images.ts';

/** What was done and how long it took. */
export interface Turn {
  readonly images: number;
  readonly seconds: number;
}

export type Task =
  | { readonly task: 'train'; readonly steps: number; readonly batch: number }
  | { readonly task: 'encode' | 'decode'; readonly batch: number };

export class PyTorch {
  private constructor(
    private readonly process: ChildProcessByStdio<Writable, Readable, null>,
    private readonly answers: AsyncIterator<string, undefined>,
    readonly title: string,
  ) {}

  /** @returns why there is none, where there is none */
  static async start(images: ImageSet, device: string): Promise<PyTorch | string> {
    const { CAELUM_PYTHON: named = '' } = process.env;
    const python = named === '' ? 'python3' : named;
    const probe = spawnSync(python, ['-c', 'import torch, numpy'], { encoding: 'utf8' });
    if (probe.status !== 0) {
      const reason = probe.error?.message ?? probe.stderr.trim().split('\n').at(-1);
      return `${python} has no PyTorch (${reason}); $CAELUM_PYTHON names another Python`;
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
    const answers = createInterface(child.stdout)[Symbol.asyncIterator]() as AsyncIterator<
      string,
      undefined
    >;
    const { version, threads } = await next<{ version: string; threads: number }>(answers);
    return new PyTorch(child, answers, `PyTorch ${version}, ${threads} threads`);
  }

  async turn(task: Task): Promise<Turn> {
    this.process.stdin.write(`${JSON.stringify(task)}\n`);
    return next<Turn>(this.answers);
  }

  async close(): Promise<void> {
    this.process.stdin.end();
    await once(this.process, 'exit');
  }
}

async function next<Answer>(answers: AsyncIterator<string, undefined>): Promise<Answer> {
  const { value } = await answers.next();
  if (value === undefined) throw new Error('PyTorch ended before it answered');
  return JSON.parse(value) as Answer;
}

function asFloats(images: ImageSet) {
  const count = imageCount(images);
  const indices = Array.from({ length: count }, (_, i) => i);
  return { shape: [count, ...imageDimensions(images.shape)], data: toFloats(images, indices) };
}

/** A Python script kept alive, so that its turns leave out its start: a line of JSON in, one out. */
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** The Python that peers run in: $CAELUM_PYTHON, else `python3`. */
export function pythonPath(): string {
  const { CAELUM_PYTHON: named = '' } = process.env;
  return named === '' ? 'python3' : named;
}

/**
 * Tries out a few lines of Python.
 *
 * @returns why they fail, where they do
 */
export function whyNot(code: string, args: readonly string[] = []): string | null {
  const { status, error, stderr } = spawnSync(pythonPath(), ['-c', code, ...args], {
    encoding: 'utf8',
  });
  if (status === 0) return null;
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? 'without a word';
}

export class PythonScript {
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;
  private readonly answers: AsyncIterator<string, undefined>;
  private readonly ended: Promise<unknown>;

  /**
   * Starts it; its standard error is that of this process.
   *
   * @param title named in errors
   */
  constructor(
    private readonly title: string,
    path: string,
    args: readonly string[],
  ) {
    this.process = spawn(pythonPath(), [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.ended = once(this.process, 'exit');
    this.process.stdin.on('error', () => undefined); // It ended; who waits for its answer says so.
    this.answers = createInterface(this.process.stdout)[Symbol.asyncIterator]() as AsyncIterator<
      string,
      undefined
    >;
    // In the middle of a long turn it would not see that nobody waits any more.
    process.once('exit', () => this.process.kill());
  }

  /** @throws Error where the script ends instead of answering */
  async ask<Answer>(request: object): Promise<Answer> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    return this.answer<Answer>();
  }

  /** The next line that it writes. */
  async answer<Answer>(): Promise<Answer> {
    const { value } = await this.answers.next();
    if (value === undefined) throw new Error(`${this.title} ended before it answered`);
    return JSON.parse(value) as Answer;
  }

  async close(): Promise<void> {
    this.process.stdin.end();
    await this.ended;
  }
}

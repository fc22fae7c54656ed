/**
 * Threads that work through jobs in shared memory together. A job is cut into pieces that do not depend
 * on the number of threads, and each piece writes its own places, so neither do results.
 */
import { once } from 'node:events';
import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
} from 'node:worker_threads';

/** Does one piece of some work. */
export type Job = (piece: number) => void;

/** What the module of a job exports as `jobs`; every thread makes its own from the shared state. */
export type JobsOf<State> = (state: State) => readonly Job[];

/** Places in the memory by which the threads agree. */
const Control = {
  /** Number of the present round, for which threads wait; −1: stop. */
  round: 0,
  /** Which job, and how many pieces it has. */
  job: 1,
  pieces: 2,
  /** Next piece that nobody has taken. */
  next: 3,
  /** Threads that are done with this round. */
  finished: 4,
  /** Threads whose part of the job has failed; each has sent its error. */
  failed: 5,
  size: 6,
} as const;

/** Longest time in ms that a thread may keep the others waiting before something must be wrong with it. */
const PATIENCE = 60_000;

/** What a thread of the crew is started with. */
export interface CrewMember {
  readonly source: string;
  readonly state: unknown;
  readonly control: Int32Array;
  /** Takes the errors of its jobs. */
  readonly errors: MessagePort;
}

export class Crew {
  private constructor(
    private readonly jobs: readonly Job[],
    private readonly control: Int32Array,
    private readonly workers: readonly Worker[],
    private readonly errors: readonly MessagePort[],
  ) {}

  /**
   * @param source URL of the module that exports `jobs`
   * @param jobs that export
   * @param state what the jobs work on, in shared memory
   * @param threads in all, the calling one included
   */
  static async start<State>(
    source: string,
    jobs: JobsOf<State>,
    state: State,
    threads: number,
  ): Promise<Crew> {
    const bytes = Control.size * Int32Array.BYTES_PER_ELEMENT;
    const control = new Int32Array(new SharedArrayBuffer(bytes));
    const channels = Array.from({ length: threads - 1 }, () => new MessageChannel());
    const workers = channels.map(({ port2: errors }) =>
      startWorker({ source, state, control, errors }),
    );
    try {
      await Promise.all(workers.map((worker) => once(worker, 'message')));
    } catch (error) {
      await Promise.all(workers.map((worker) => worker.terminate()));
      throw error;
    }
    const errors = channels.map(({ port1 }) => port1);
    return new Crew(jobs(state), control, workers, errors);
  }

  /**
   * Does all pieces of a job; returns when the last is done, or throws what a thread has thrown.
   *
   * @param job its index
   * @param first what this thread does before it joins the others
   */
  run(job: number, pieces: number, first?: () => void): void {
    const { control, jobs, workers } = this;
    control[Control.job] = job;
    control[Control.pieces] = pieces;
    Atomics.store(control, Control.next, 0);
    Atomics.store(control, Control.finished, 0);
    Atomics.store(control, Control.failed, 0);
    Atomics.add(control, Control.round, 1);
    Atomics.notify(control, Control.round);
    first?.();
    takePieces(jobs, control);
    for (;;) {
      const finished = Atomics.load(control, Control.finished);
      if (finished === workers.length) break;
      if (Atomics.wait(control, Control.finished, finished, PATIENCE) === 'timed-out') {
        throw new Error(`a worker thread has not answered for ${PATIENCE / 1000} s`);
      }
    }
    if (Atomics.load(control, Control.failed) > 0) throw this.sentError();
  }

  /** Ends the other threads. */
  async stop(): Promise<void> {
    Atomics.store(this.control, Control.round, -1);
    Atomics.notify(this.control, Control.round);
    for (const port of this.errors) port.close();
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private sentError(): Error {
    const [sent] = this.errors.flatMap((port) => receiveMessageOnPort(port) ?? []);
    return sent.message as Error;
  }
}

/** The life of a thread of the crew: waits for a round, takes pieces of it, says that it is done. */
export function serve(jobs: readonly Job[], { control, errors }: CrewMember): void {
  for (let round = 0; ;) {
    Atomics.wait(control, Control.round, round);
    round = Atomics.load(control, Control.round);
    if (round < 0) return;
    try {
      takePieces(jobs, control);
    } catch (error) {
      errors.postMessage(error);
      Atomics.add(control, Control.failed, 1);
    }
    Atomics.add(control, Control.finished, 1);
    Atomics.notify(control, Control.finished);
  }
}

/** Takes pieces of the present job until none is left. */
function takePieces(jobs: readonly Job[], control: Int32Array): void {
  const job = jobs[control[Control.job]];
  const pieces = control[Control.pieces];
  for (;;) {
    const piece = Atomics.add(control, Control.next, 1);
    if (piece >= pieces) return;
    job(piece);
  }
}

/** Starts a thread on crewMember.ts, through tsx: Node 20 does not load TypeScript in workers by itself. */
function startWorker(member: CrewMember): Worker {
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const script = JSON.stringify(new URL('./crewMember.ts', import.meta.url).href);
  const start = `import { register } from ${tsx}; register(); await import(${script});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(start)}`), {
    workerData: member,
    transferList: [member.errors],
  });
}

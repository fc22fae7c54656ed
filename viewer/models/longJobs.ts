import type { BatchOutputs } from './protocol.ts';

export interface JobOptions {
  /** Called after each piece with how many inputs are done. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops the job: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface LongJob {
  /** Whole inputs, one after the other. */
  readonly values: Float32Array;
  /** Numbers of one input. */
  readonly size: number;
  /** Inputs that the model takes at once where it fixes that, else 1: pieces are of whole batches. */
  readonly batch: number;
  /** Runs the model on some of the inputs. */
  readonly run: (values: Float32Array) => Promise<BatchOutputs>;
}

/** How long a piece should take: what a live answer may have to wait for. */
const PIECE_MILLISECONDS = 8;
/** In batches. */
const LARGEST_PIECE = 256;

/**
 * Makes a queue for work on many inputs. Jobs run one after the other, each in pieces that are sent only
 * when the one before has come back, so that whatever else is asked of the same worker waits for one short
 * piece at most. How many inputs that is follows from how long they take.
 *
 * @returns runs a job and gives all outputs
 */
export function longJobs(): (job: LongJob, options?: JobOptions) => Promise<Float32Array> {
  let last: Promise<unknown> = Promise.resolve();
  return (job, options = {}) => {
    const result = last.then(() => runInPieces(job, options));
    last = result.catch(() => undefined);
    return result;
  };
}

async function runInPieces(
  { values, size, batch, run }: LongJob,
  { onProgress, signal }: JobOptions,
): Promise<Float32Array> {
  const total = values.length / size;
  let outputs = new Float32Array(0);
  let batches = 1;
  for (let done = 0; done < total;) {
    signal?.throwIfAborted();
    const count = Math.min(batches * batch, total - done);
    // A copy, since a view would be sent with all that is behind it.
    const result = await run(values.slice(done * size, (done + count) * size));
    const each = result.values.length / count;
    if (done === 0) outputs = new Float32Array(total * each);
    outputs.set(result.values, done * each);
    done += count;
    batches = nextPiece(batches, result.milliseconds);
    onProgress?.(done, total);
  }
  signal?.throwIfAborted();
  return outputs;
}

/** @param milliseconds that a piece of so many batches took */
function nextPiece(batches: number, milliseconds: number): number {
  const fitting = Math.floor((batches * PIECE_MILLISECONDS) / Math.max(milliseconds, 0.1));
  // The first piece warms the models up and tells little: grow step by step.
  return Math.max(1, Math.min(fitting, 4 * batches, LARGEST_PIECE));
}

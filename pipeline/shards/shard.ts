/** Which part of the images a process works on. */
import { InvalidArgumentError } from 'commander';

export interface Shard {
  /** From 1. */
  readonly index: number;
  /** All of them. */
  readonly count: number;
}

/** All images in one piece. */
export const WHOLE: Shard = { index: 1, count: 1 };

/** More than any cluster runs side by side, and few enough to count. */
const MOST = 1_000_000;

/** Schedulers that number the copies of a job: the variable, and its value for the first copy. */
const ARRAYS = [
  // https://kubernetes.io/docs/tasks/job/indexed-parallel-processing-static/
  { variable: 'JOB_COMPLETION_INDEX', scheduler: 'a Kubernetes Indexed Job', first: 0 },
  // https://slurm.schedmd.com/job_array.html
  { variable: 'SLURM_ARRAY_TASK_ID', scheduler: 'a Slurm array 1-N', first: 1 },
] as const;

/**
 * Reads `3/8`, or `auto/8`, where the scheduler that started this process says which of the eight it is.
 *
 * @throws InvalidArgumentError that says what was expected
 */
export function shardOf(text: string, environment: NodeJS.ProcessEnv = process.env): Shard {
  const [, written, total] = /^(\d+|auto)\/(\d+)$/.exec(text) ?? [];
  if (!total) {
    throw new InvalidArgumentError(
      `Expected a part and how many there are, such as 3/8, or auto/8 in a job array.`,
    );
  }
  const count = Number(total);
  const { index, from } =
    written === 'auto' ? arrayIndex(environment) : { index: Number(written), from: '' };
  if (count < 1 || count > MOST) {
    throw new InvalidArgumentError(`Expected 1 to ${MOST.toLocaleString('en')} parts.`);
  }
  if (index < 1 || index > count) {
    throw new InvalidArgumentError(`Part ${index}${from} is none of 1 to ${count}.`);
  }
  return { index, count };
}

/** The number of this copy of the job, from 1, and a few words about where it comes from. */
function arrayIndex(environment: NodeJS.ProcessEnv): { index: number; from: string } {
  for (const { variable, scheduler, first } of ARRAYS) {
    const value = environment[variable];
    if (value === undefined) continue;
    if (!/^\d+$/.test(value)) {
      throw new InvalidArgumentError(`${variable} is "${value}"; expected a whole number.`);
    }
    if (first === 1 && environment.SLURM_ARRAY_TASK_MIN === '0') {
      throw new InvalidArgumentError('The Slurm array begins at 0; begin it at 1, as --array=1-8.');
    }
    const from = ` (${variable} is ${value}; ${scheduler} begins at ${first})`;
    return { index: Number(value) - first + 1, from };
  }
  const known = ARRAYS.map(({ variable, scheduler }) => `${variable} of ${scheduler}`);
  throw new InvalidArgumentError(
    `auto needs ${known.join(' or ')} in the environment, and neither is there; write the number.`,
  );
}

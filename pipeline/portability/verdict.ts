/** A runtime held against Node: how far its numbers are from Node's, and whether that is near enough. */
import type { Outcome, Report } from './ask.ts';
import type { Lack } from './job.ts';
import type { Reference } from './reference.ts';
import type { Runtime } from './runtimes.ts';
import { largestDifference } from './tolerance.ts';

export interface Verdict {
  readonly runtime: Pick<Runtime, 'name' | 'title'>;
  readonly version: string | null;
  /** One a model, in order. */
  readonly models: readonly ModelVerdict[];
}

export interface ModelVerdict {
  readonly model: string;
  /** For all rows, after one batch to warm up; null where it failed. */
  readonly seconds: number | null;
  /** Largest |a − b| over all numbers of all outputs, a being Node's; null where it failed. */
  readonly difference: number | null;
  /** One line; null where it gives what Node gives. */
  readonly error: string | null;
}

/** @param report of a runtime that lacks nothing */
export function verdictOn(
  runtime: Runtime,
  { version, outcomes }: Exclude<Report, Lack>,
  references: readonly Reference[],
): Verdict {
  const models = references.map((reference) => {
    const outcome = outcomes.get(reference.name) ?? { error: 'was not run' };
    return { model: reference.name, ...modelVerdict(outcome, reference) };
  });
  return { runtime, version, models };
}

/** Node's own row. */
export function referenceVerdict(
  runtime: Verdict['runtime'],
  version: string,
  references: readonly Reference[],
): Verdict {
  const models = references.map(({ name, seconds }) => {
    return { model: name, seconds, difference: 0, error: null };
  });
  return { runtime, version, models };
}

function modelVerdict(
  outcome: Outcome,
  { outputs, allowed }: Reference,
): Omit<ModelVerdict, 'model'> {
  if ('error' in outcome) return { seconds: null, difference: null, error: outcome.error };
  const { seconds } = outcome;
  let difference = 0;
  for (const [name, expected] of outputs) {
    const actual = outcome.outputs.get(name);
    const shape = `[${expected.shape.join(', ')}]`;
    if (actual === undefined || `[${actual.shape.join(', ')}]` !== shape) {
      const got = actual ? `[${actual.shape.join(', ')}]` : 'nothing';
      return { seconds, difference: null, error: `${name}: expected ${shape}, got ${got}` };
    }
    const largest = largestDifference(actual, expected);
    const most = allowed.get(name)!;
    if (!(largest <= most)) {
      const error = `${name} is ${largest.toExponential(1)} from Node's, more than ${most.toExponential(1)}`;
      return { seconds, difference: largest, error };
    }
    difference = Math.max(difference, largest);
  }
  return { seconds, difference, error: null };
}

/** What scikit-learn says: stored answers, and fresh ones where a Python has it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPython } from '../../helpers.ts';

const FOLDER = new URL('../../fixtures/scikit-learn/', import.meta.url);

export interface Request {
  readonly points: number[][];
  readonly perplexity: number;
}

export interface Answers {
  readonly stages: {
    readonly principalComponents: number[][];
    readonly projections: number[][];
    /** Dense, N × N. */
    readonly affinities: number[][];
  };
  readonly divergence: { readonly kl: number; readonly learningRate: number };
}

/** Random points with the answers about the stages before the optimisation. */
export function storedStages() {
  return stored('stages.json') as { request: Request; answer: Answers['stages'] };
}

/** The divergence that scikit-learn reaches for every tenth of the npm package's digits. */
export function storedDivergence() {
  return stored('map.json') as { perplexity: number; answer: Answers['divergence'] };
}

/** Asks scikit-learn now; a sentence that says why not where there is none. */
export function askScikitLearn<Task extends keyof Answers>(
  task: Task,
  request: Partial<Request>,
): Answers[Task] | { reason: string } {
  const python = findPython(['sklearn']);
  if ('reason' in python) return python;
  const script = fileURLToPath(new URL('reference.py', FOLDER));
  const { status, stdout, stderr } = spawnSync(python.path, [script], {
    input: JSON.stringify({ task, ...request }),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`reference.py failed: ${stderr}`);
  return JSON.parse(stdout) as Answers[Task];
}

function stored(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}

/** Rows of equal length one after the other. */
export function flat(rows: number[][]): Float32Array {
  return Float32Array.from(rows.flat());
}

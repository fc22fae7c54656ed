/** What scikit-learn, scikit-image and SciPy measure: stored answers, and fresh ones where a Python has them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPython } from '../../helpers.ts';

const FOLDER = new URL('../../fixtures/measures/', import.meta.url);

/** Requests and answers by task. */
export interface Tasks {
  readonly neighbourhoods: {
    readonly request: {
      readonly latents: number[][];
      readonly positions: number[][];
      readonly labels: number[];
      readonly ks: number[];
    };
    /** In latent space and on the map, or one for each k. */
    readonly answer: Readonly<
      Record<'knnAccuracy' | 'silhouette' | 'trustworthiness' | 'continuity', number[]>
    >;
  };
  readonly clusters: {
    readonly request: { readonly classes: number[]; readonly clusters: number[] };
    readonly answer: Readonly<Record<'nmi' | 'ari' | 'clusterAccuracy', number>>;
  };
  readonly kMeans: {
    /** Indices of the points that the centres start from. */
    readonly request: { readonly points: number[][]; readonly starts: number[] };
    readonly answer: {
      readonly labels: number[];
      readonly inertia: number;
      readonly leastInertia: number;
    };
  };
  readonly reconstruction: {
    /** Images × channels × height × width. */
    readonly request: {
      readonly originals: number[][][][];
      readonly reconstructions: number[][][][];
    };
    readonly answer: Readonly<Record<'mse' | 'psnr' | 'ssim', number[]>>;
  };
  readonly anomalies: {
    /** `positive`: 1 or 0. */
    readonly request: { readonly scores: number[]; readonly positive: number[] };
    readonly answer: { readonly auroc: number };
  };
}

export function stored<Task extends keyof Tasks>(task: Task): Tasks[Task] {
  return JSON.parse(readFileSync(new URL(`${task}.json`, FOLDER), 'utf8')) as Tasks[Task];
}

/** Asks Python now; a sentence that says why not where there is none. */
export function ask<Task extends keyof Tasks>(
  task: Task,
  request: Tasks[Task]['request'],
): Tasks[Task]['answer'] | { reason: string } {
  const python = findPython(['sklearn', 'skimage']);
  if ('reason' in python) return python;
  const script = fileURLToPath(new URL('reference.py', FOLDER));
  const { status, stdout, stderr } = spawnSync(python.path, [script], {
    input: JSON.stringify({ task, ...request }),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`reference.py failed: ${stderr}`);
  return JSON.parse(stdout) as Tasks[Task]['answer'];
}

export function assertNear(name: string, actual: number, expected: number, tolerance = 1e-6): void {
  const difference = Math.abs(actual - expected);
  assert.ok(difference < tolerance, `${name}: ${actual}, expected ${expected}`);
}

export function flat(rows: number[][]): Float32Array {
  return Float32Array.from(rows.flat());
}

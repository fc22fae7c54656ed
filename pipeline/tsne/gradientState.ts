/**
 * What all threads see while a map is made: typed arrays in shared memory, and the two kinds of work
 * on them, cut into chunks that do not depend on the number of threads. Each chunk writes its own
 * places and sums are added in the order of chunks, so the result is the same for any number.
 */
import { attraction } from './attraction.ts';
import { BODY, LINK, treeCapacity, type Quadtree } from './quadtree.ts';
import { LISTED, repulsion } from './repulsion.ts';
import { rowCount, type SparseMatrix } from './sparse.ts';

/** Rows of the affinities in one chunk of attraction. */
const ROW_CHUNK = 128;
/** Leaves of the tree in one chunk of repulsion. */
const LEAF_CHUNK = 32;

/** Places in {@link GradientState.control}. */
export const Control = {
  /** Number of the gradient being computed; threads wait for it to change. -1: stop. */
  round: 0,
  /** The round for which the tree is ready. */
  treeRound: 1,
  /** Next chunk of attraction and of repulsion that nobody has taken. */
  nextRows: 2,
  nextLeaves: 3,
  /** Threads that are done with this round. */
  finished: 4,
  nodeCount: 5,
  leafCount: 6,
  size: 7,
} as const;

export interface GradientState {
  readonly affinities: SparseMatrix;
  readonly theta: number;
  /** N × 2, the map. */
  readonly positions: Float64Array;
  readonly tree: Quadtree;
  /** N × 2: Σ_j p_ij q_ij (y_i − y_j). */
  readonly pull: Float64Array;
  /** N × 2: Σ_j q_ij² (y_i − y_j). */
  readonly push: Float64Array;
  /** Σ q over the points of each chunk of leaves. */
  readonly chunkSums: Float64Array;
  readonly control: Int32Array;
}

export function gradientState(affinities: SparseMatrix, theta: number): GradientState {
  const count = rowCount(affinities);
  const capacity = treeCapacity(count);
  return {
    affinities: {
      rowStart: sharedCopy(affinities.rowStart, Uint32Array),
      columns: sharedCopy(affinities.columns, Uint32Array),
      values: sharedCopy(affinities.values, Float64Array),
    },
    theta,
    positions: shared(Float64Array, 2 * count),
    tree: {
      points: shared(Float64Array, 2 * count),
      order: shared(Uint32Array, count),
      bodies: shared(Float64Array, BODY * capacity.nodes),
      links: shared(Int32Array, LINK * capacity.nodes),
      leaves: shared(Int32Array, capacity.leaves),
    },
    pull: shared(Float64Array, 2 * count),
    push: shared(Float64Array, 2 * count),
    chunkSums: shared(Float64Array, Math.ceil(capacity.leaves / LEAF_CHUNK)),
    control: shared(Int32Array, Control.size),
  };
}

/** Takes chunks of attraction until none is left. */
export function workOnAttraction({ control, affinities, positions, pull }: GradientState): void {
  const count = rowCount(affinities);
  for (;;) {
    const from = Atomics.add(control, Control.nextRows, 1) * ROW_CHUNK;
    if (from >= count) return;
    attraction(affinities, positions, from, Math.min(from + ROW_CHUNK, count), pull);
  }
}

/** Room for the bodies that act on one leaf; every thread has its own. */
export function bodyList(state: GradientState): Float64Array {
  return new Float64Array(LISTED * rowCount(state.affinities));
}

/** Takes chunks of repulsion until none is left; the tree must be ready. */
export function workOnRepulsion(state: GradientState, list: Float64Array): void {
  const { control, tree, theta, push, chunkSums } = state;
  const nodes = control[Control.nodeCount];
  const leaves = control[Control.leafCount];
  for (;;) {
    const chunk = Atomics.add(control, Control.nextLeaves, 1);
    const from = chunk * LEAF_CHUNK;
    if (from >= leaves) return;
    const end = Math.min(from + LEAF_CHUNK, leaves);
    chunkSums[chunk] = repulsion(tree, nodes, from, end, theta, list, push);
  }
}

/** Z, once all chunks are done. */
export function totalOfChunks({ control, chunkSums }: GradientState): number {
  const chunks = Math.ceil(control[Control.leafCount] / LEAF_CHUNK);
  let sum = 0;
  for (let chunk = 0; chunk < chunks; chunk++) sum += chunkSums[chunk];
  return sum;
}

type Constructor<Result> = new (buffer: SharedArrayBuffer) => Result;

function shared<Result>(
  type: Constructor<Result> & { readonly BYTES_PER_ELEMENT: number },
  length: number,
): Result {
  return new type(new SharedArrayBuffer(type.BYTES_PER_ELEMENT * length));
}

function sharedCopy<Result extends { set(from: Result): void; length: number }>(
  from: Result,
  type: Constructor<Result> & { readonly BYTES_PER_ELEMENT: number },
): Result {
  const copy = shared(type, from.length);
  copy.set(from);
  return copy;
}

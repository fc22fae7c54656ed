/** What acts on the points of a map, and the two jobs that find it, cut into pieces for any number of threads. */
import type { Job } from '../threads/crew.ts';
import { compileKernels, kernelsOn } from '../kernels.ts';
import { quadtree, type Quadtree } from './quadtree.ts';
import { SharedMemory } from '../threads/sharedMemory.ts';
import { rowCount, type SparseMatrix } from '../algebra/sparse.ts';

/** Rows of the affinities in one piece of attraction. */
const ROWS = 256;
/** Leaves of the tree in one piece of repulsion. */
const LEAVES = 16;
/** Numbers that a kernel may touch beyond the end of an array. */
const MARGIN = 8;

/** All of it in shared memory. */
export interface Forces {
  readonly memory: WebAssembly.Memory;
  readonly kernels: WebAssembly.Module;
  readonly theta: number;
  readonly rowStart: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
  /** N × 2, the map. */
  readonly positions: Float32Array;
  readonly tree: Quadtree;
  /** Number of nodes and of leaves that the tree has now. */
  readonly treeSize: Int32Array;
  /** N × 2: Σ_j p_ij q_ij (y_i − y_j). */
  readonly pull: Float32Array;
  /** N × 2: Σ_j q_ij² (y_i − y_j). */
  readonly push: Float32Array;
  /** Σ q over the points of each piece of repulsion. */
  readonly sums: Float64Array;
  /** Room for the bodies that act on one leaf, for each thread; and how many threads took theirs. */
  readonly lists: readonly Float32Array[];
  readonly listsTaken: Int32Array;
}

export function forces(affinities: SparseMatrix, theta: number, threads: number): Forces {
  const shared = new SharedMemory();
  const count = rowCount(affinities);
  const entries = affinities.columns.length;
  const state: Forces = {
    memory: shared.memory,
    kernels: compileKernels(),
    theta,
    rowStart: shared.uint32(count + 1),
    columns: shared.uint32(entries + MARGIN),
    values: shared.float32(entries + MARGIN),
    positions: shared.float32(2 * count),
    tree: quadtree(count, shared),
    treeSize: shared.int32(2),
    pull: shared.float32(2 * count),
    push: shared.float32(2 * count),
    sums: shared.float64(Math.ceil(count / LEAVES)),
    lists: Array.from({ length: threads }, () => shared.float32(3 * (count + MARGIN))),
    listsTaken: shared.int32(1),
  };
  state.rowStart.set(affinities.rowStart);
  state.columns.set(affinities.columns);
  state.values.set(affinities.values);
  return state;
}

/** Indices of the {@link jobs}. */
export const ATTRACTION = 0;
export const REPULSION = 1;

export function attractionPieces({ rowStart }: Forces): number {
  return Math.ceil((rowStart.length - 1) / ROWS);
}

export function repulsionPieces({ treeSize }: Forces): number {
  return Math.ceil(treeSize[1] / LEAVES);
}

/** Z = Σ_i Σ_j≠i q_ij, once all pieces of repulsion are done. */
export function totalOfPieces(state: Forces): number {
  const pieces = repulsionPieces(state);
  let sum = 0;
  for (let piece = 0; piece < pieces; piece++) sum += state.sums[piece];
  return sum;
}

/** The two jobs, for one thread. */
export function jobs(state: Forces): readonly Job[] {
  const kernels = kernelsOn(state.memory, state.kernels);
  const list = state.lists[Atomics.add(state.listsTaken, 0, 1)];
  const count = state.rowStart.length - 1;
  const { rowStart, columns, values, positions, tree, treeSize, pull, push, sums } = state;
  const attract: Job = (piece) => {
    const from = piece * ROWS;
    kernels.attraction(
      rowStart.byteOffset,
      columns.byteOffset,
      values.byteOffset,
      positions.byteOffset,
      from,
      Math.min(from + ROWS, count),
      pull.byteOffset,
    );
  };
  const repel: Job = (piece) => {
    const from = piece * LEAVES;
    sums[piece] = kernels.repulsion(
      tree.nodes.byteOffset,
      treeSize[0],
      tree.boxes.byteOffset,
      tree.leaves.byteOffset,
      from,
      Math.min(from + LEAVES, treeSize[1]),
      tree.xs.byteOffset,
      tree.ys.byteOffset,
      tree.order.byteOffset,
      list.byteOffset,
      list.length / 3,
      state.theta ** 2,
      push.byteOffset,
    );
  };
  return [attract, repel];
}

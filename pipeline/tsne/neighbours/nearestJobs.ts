/** The jobs of several threads that pick the nearest points of queries, by distances from differences. */
import type { Job } from '../threads/crew.ts';
import { kernelsOn } from '../kernels.ts';

/** Queries in one piece. */
const QUERIES = 16;

/** All of it in shared memory. */
export interface NearestState {
  readonly memory: WebAssembly.Memory;
  readonly kernels: WebAssembly.Module;
  /** Rows of `width` numbers, the dimensions and zeros after them. */
  readonly queries: Float32Array;
  readonly points: Float32Array;
  readonly width: number;
  /** The point that a query is itself, which does not count; −1: none. */
  readonly own: Int32Array;
  /** First query of a block, how many there are, and how many candidates each has in `candidates`. */
  readonly block: Int32Array;
  readonly candidates: Int32Array;
  /** Queries that are compared with everyone, that is with all points. */
  readonly suspects: Int32Array;
  readonly everyone: Int32Array;
  readonly k: number;
  /** Queries × k. */
  readonly indices: Int32Array;
  readonly squaredDistances: Float64Array;
  /** Room for a query's distances, for each thread; and how many threads took theirs. */
  readonly distances: readonly Float64Array[];
  readonly distancesTaken: Int32Array;
}

/** Indices of the {@link jobs}. */
export const AMONG_CANDIDATES = 0;
export const AMONG_ALL = 1;

export function candidatePieces({ block }: NearestState): number {
  return Math.ceil(block[1] / QUERIES);
}

/** The two jobs, for one thread; a piece of the second is one suspect. */
export function jobs(state: NearestState): readonly Job[] {
  const kernels = kernelsOn(state.memory, state.kernels);
  const distances = state.distances[Atomics.add(state.distancesTaken, 0, 1)];
  const { queries, points, width, block, suspects, everyone } = state;
  const bytes = Float32Array.BYTES_PER_ELEMENT * width;

  function findNearest(query: number, candidates: Int32Array): void {
    kernels.distances(
      queries.byteOffset + query * bytes,
      points.byteOffset,
      bytes,
      candidates.byteOffset,
      candidates.length,
      distances.byteOffset,
    );
    keepNearest(state, query, candidates, distances);
  }

  return [
    (piece) => {
      const [from, rows, wanted] = block;
      const end = Math.min((piece + 1) * QUERIES, rows);
      for (let row = piece * QUERIES; row < end; row++) {
        findNearest(from + row, state.candidates.subarray(row * wanted, (row + 1) * wanted));
      }
    },
    (piece) => {
      findNearest(suspects[piece], everyone);
    },
  ];
}

/** Keeps the k nearest candidates of a query, by insertion: they come nearly in order. */
function keepNearest(
  { own, k, indices, squaredDistances }: NearestState,
  query: number,
  candidates: Int32Array,
  distances: Float64Array,
): void {
  const first = query * k;
  let end = first;
  for (let n = 0; n < candidates.length; n++) {
    const j = candidates[n];
    if (j === own[query]) continue;
    const squared = distances[n];
    let place = end;
    for (; place > first; place--) {
      const before = squaredDistances[place - 1];
      if (before < squared || (before === squared && indices[place - 1] < j)) break;
      if (place === first + k) continue;
      squaredDistances[place] = before;
      indices[place] = indices[place - 1];
    }
    if (place === first + k) continue;
    squaredDistances[place] = squared;
    indices[place] = j;
    if (end < first + k) end++;
  }
}

/**
 * Affinities of points in the space they come from (van der Maaten & Hinton 2008, "Visualizing data
 * using t-SNE", section 2 and 3.1):
 *
 *   p_j|i = exp(−β_i d_ij²) / Σ_k exp(−β_i d_ik²)   over the nearest neighbours of i,
 *   p_ij  = (p_j|i + p_i|j) / 2N,
 *
 * where β_i is found such that the entropy of p_·|i is log(perplexity): every point has about as many
 * effective neighbours, however dense its surroundings are.
 */
import type { Neighbours } from './neighbours.ts';
import { add, transpose, type SparseMatrix } from './sparse.ts';

/** Largest distance of the entropy from its target, in nats, as in scikit-learn. */
const ENTROPY_TOLERANCE = 1e-5;
const MAX_HALVINGS = 100;

/** How many neighbours the affinities take into account, as in scikit-learn: beyond, p is next to zero. */
export function neighboursNeeded(perplexity: number, count: number): number {
  return Math.min(count - 1, Math.floor(3 * perplexity + 1));
}

/** The symmetric affinities p_ij, which sum to 1 over the whole matrix. */
export function affinities(neighbours: Neighbours, perplexity: number): SparseMatrix {
  const conditional = conditionalAffinities(neighbours, perplexity);
  const matrix = add(conditional, transpose(conditional));
  const { values } = matrix;
  let total = 0;
  for (let entry = 0; entry < values.length; entry++) total += values[entry];
  for (let entry = 0; entry < values.length; entry++) values[entry] /= total;
  return matrix;
}

/** p_j|i in row i: each row sums to 1 and has the wanted perplexity. */
export function conditionalAffinities(neighbours: Neighbours, perplexity: number): SparseMatrix {
  const { count, k, indices, squaredDistances } = neighbours;
  const rowStart = Uint32Array.from({ length: count + 1 }, (_, row) => row * k);
  const columns = new Uint32Array(count * k);
  const values = new Float64Array(count * k);
  const row = new Float64Array(k);
  for (let i = 0; i < count; i++) {
    searchPrecision(squaredDistances.subarray(i * k, (i + 1) * k), Math.log(perplexity), row);
    const byColumn = Array.from({ length: k }, (_, n) => n).sort(
      (a, b) => indices[i * k + a] - indices[i * k + b],
    );
    for (let n = 0; n < k; n++) {
      columns[i * k + n] = indices[i * k + byColumn[n]];
      values[i * k + n] = row[byColumn[n]];
    }
  }
  return { rowStart, columns, values };
}

/**
 * Finds β by bisection and writes the probabilities that it gives into `row`.
 *
 * Where more neighbours than the perplexity lie at the same smallest distance, no β reaches the
 * target; the probabilities then tend to equal shares for those, which is what is kept.
 */
function searchPrecision(squaredDistances: Float64Array, entropy: number, row: Float64Array): void {
  // Where to begin: the scale of the distances, so that the result does not depend on their unit.
  let beta = 1 / (meanExcess(squaredDistances) || 1);
  let low = 0;
  let high = Infinity;
  for (let halving = 0; halving < MAX_HALVINGS; halving++) {
    const excess = gaussian(squaredDistances, beta, row) - entropy;
    if (Math.abs(excess) <= ENTROPY_TOLERANCE) return;
    if (excess > 0) {
      low = beta;
      beta = high === Infinity ? beta * 2 : (beta + high) / 2;
    } else {
      high = beta;
      beta = (beta + low) / 2;
    }
  }
}

/** Mean of how much farther the neighbours are than the nearest, squared. */
function meanExcess(squaredDistances: Float64Array): number {
  const sum = squaredDistances.reduce((total, distance) => total + distance, 0);
  return sum / squaredDistances.length - squaredDistances[0];
}

/** Writes exp(−β d²), normalised to sum 1, into `row`; returns its entropy in nats. */
function gaussian(squaredDistances: Float64Array, beta: number, row: Float64Array): number {
  // Taking the smallest distance off changes nothing in the quotient and keeps exp from underflow.
  const nearest = squaredDistances[0];
  let sum = 0;
  let weighted = 0;
  for (let n = 0; n < row.length; n++) {
    const farther = squaredDistances[n] - nearest;
    const weight = Math.exp(-beta * farther);
    row[n] = weight;
    sum += weight;
    weighted += weight * farther;
  }
  for (let n = 0; n < row.length; n++) row[n] /= sum;
  return Math.log(sum) + (beta * weighted) / sum;
}

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
import type { Neighbours } from './neighbours/neighbours.ts';
import { add, transpose, type SparseMatrix } from './algebra/sparse.ts';

/** Largest distance of the entropy from its target, in nats, as in scikit-learn. */
const ENTROPY_TOLERANCE = 1e-5;
const MAX_STEPS = 100;

/** How many neighbours the affinities take into account, as in scikit-learn: beyond, p is next to zero. */
export function neighboursNeeded(perplexity: number, count: number): number {
  return Math.min(count - 1, Math.floor(3 * perplexity + 1));
}

/** The symmetric affinities p_ij, which sum to 1 over the whole matrix. */
export function affinities(neighbours: Neighbours, perplexity: number): SparseMatrix {
  // Transposing puts the entries of a row in order, whatever their order was.
  const transposed = transpose(conditionalAffinities(neighbours, perplexity));
  const matrix = add(transpose(transposed), transposed);
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
  const values = new Float64Array(count * k);
  for (let i = 0; i < count; i++) {
    const distances = squaredDistances.subarray(i * k, (i + 1) * k);
    searchPrecision(distances, Math.log(perplexity), values.subarray(i * k, (i + 1) * k));
  }
  return { rowStart, columns: Uint32Array.from(indices), values };
}

/**
 * Finds β by Newton's method within bounds, and writes the probabilities that it gives into `row`.
 *
 * Where more neighbours than the perplexity lie at the same smallest distance, no β reaches the
 * target; the probabilities then tend to equal shares for those, which is what is kept.
 */
function searchPrecision(squaredDistances: Float64Array, entropy: number, row: Float64Array): void {
  // Where to begin: the scale of the distances, so that the result does not depend on their unit.
  let beta = 1 / (meanExcess(squaredDistances) || 1);
  let low = 0;
  let high = Infinity;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { entropy: found, variance } = gaussian(squaredDistances, beta, row);
    const excess = found - entropy;
    if (Math.abs(excess) <= ENTROPY_TOLERANCE) return;
    if (excess > 0) low = beta;
    else high = beta;
    // dH/dβ = −β Var(d²), and so dH/d(log β) = −β² Var(d²): the entropy is nearly straight in log β.
    const newton = beta * Math.exp(excess / (beta * beta * variance));
    const middle = high === Infinity ? beta * 2 : (low + high) / 2;
    beta = newton > low && newton < high ? newton : middle;
  }
}

/** Mean of how much farther the neighbours are than the nearest, squared. */
function meanExcess(squaredDistances: Float64Array): number {
  const sum = squaredDistances.reduce((total, distance) => total + distance, 0);
  return sum / squaredDistances.length - squaredDistances[0];
}

/** Writes exp(−β d²), normalised to sum 1, into `row`; returns its entropy in nats and the variance of d². */
function gaussian(squaredDistances: Float64Array, beta: number, row: Float64Array) {
  // Taking the smallest distance off changes nothing in the quotient and keeps exp from underflow.
  const nearest = squaredDistances[0];
  let sum = 0;
  let first = 0;
  let second = 0;
  for (let n = 0; n < row.length; n++) {
    const farther = squaredDistances[n] - nearest;
    const weight = Math.exp(-beta * farther);
    row[n] = weight;
    sum += weight;
    first += weight * farther;
    second += weight * farther * farther;
  }
  for (let n = 0; n < row.length; n++) row[n] /= sum;
  const mean = first / sum;
  return { entropy: Math.log(sum) + beta * mean, variance: second / sum - mean * mean };
}

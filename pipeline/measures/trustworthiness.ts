import type { Neighbours } from '../tsne/neighbours.ts';
import type { RowVisitor } from './distanceRows.ts';

/**
 * How far neighbours on a map are neighbours in truth (Venna & Kaski 2001, "Neighborhood preservation
 * in nonlinear projection methods"; scikit-learn's formula):
 *
 *   T(k) = 1 − 2 / (N k (2N − 3k − 1)) · Σ_i Σ_j∈map neighbours of i max(0, r(i, j) − k),
 *
 * where j is the r(i, j)-th nearest point of i in the original space; of equally far points the one with
 * the smaller index is nearer. Computed in one pass over the rows of distances of that space.
 */
export class Trustworthiness {
  private readonly ranks: Int32Array;
  private penalty = 0;

  /**
   * @param mapNeighbours with at least k neighbours a point
   * @param k number of neighbours, 1 to {@link largestK}
   */
  constructor(
    private readonly mapNeighbours: Neighbours,
    private readonly k: number,
  ) {
    this.ranks = new Int32Array(k);
  }

  readonly visit: RowVisitor = (i, squaredDistances) => {
    const from = i * this.mapNeighbours.k;
    const others = this.mapNeighbours.indices.subarray(from, from + this.k);
    this.rank(i, others, squaredDistances);
    for (const rank of this.ranks) this.penalty += Math.max(0, rank - this.k);
  };

  /** 0 to 1; 1 if no point has a map neighbour that is none in truth. */
  value(): number {
    const { k, penalty } = this;
    const { count } = this.mapNeighbours;
    return 1 - (2 * penalty) / (count * k * (2 * count - 3 * k - 1));
  }

  /** Fills {@link ranks} with the place of each of `others` among the points nearest to i, from 1. */
  private rank(i: number, others: Int32Array, squaredDistances: Float64Array): void {
    const { ranks } = this;
    let farthest = 0;
    for (const other of others) farthest = Math.max(farthest, squaredDistances[other]);
    ranks.fill(1);
    for (let m = 0; m < squaredDistances.length; m++) {
      const distance = squaredDistances[m];
      // Nearly all points are farther than all of the neighbours: one comparison for those.
      if (distance > farthest || m === i) continue;
      for (let n = 0; n < others.length; n++) {
        const limit = squaredDistances[others[n]];
        if (distance < limit || (distance === limit && m < others[n])) ranks[n]++;
      }
    }
  }
}

/** The largest k for which trustworthiness of `count` points is defined: less than half of them. */
export function largestK(count: number): number {
  return Math.ceil(count / 2) - 1;
}

/**
 * k-means: Lloyd's algorithm (Lloyd 1982, "Least squares quantization in PCM") from several k-means++
 * starts (Arthur & Vassilvitskii 2007, "k-means++: the advantages of careful seeding"), the best of which
 * is taken. The starts go on side by side, so that each step is one matrix product for all of them.
 */
import type { Random } from '../../random.ts';
import { squaredNorms } from '../../tsne/algebra/vectors.ts';
import { CentreScores } from './centreScores.ts';

/** Starts; scikit-learn's default number for random ones. */
const STARTS = 10;

/** Steps of a start at most, should its labels not settle before; scikit-learn's default. */
const MOST_STEPS = 300;

export interface Clusters {
  /** Cluster of each point, 0 to k − 1. */
  readonly labels: Int32Array;
  /** Sum of the squared distances of the points to the mean of their cluster. */
  readonly inertia: number;
}

/**
 * The clustering with the least inertia of ten starts.
 *
 * @param points N × dimensions, finite
 * @param k number of clusters, 1 to N; fewer come out where fewer points differ
 */
export async function kMeans(
  points: Float32Array,
  dimensions: number,
  k: number,
  random: Random,
): Promise<Clusters> {
  const scores = await CentreScores.open(points, dimensions);
  try {
    const found = await lloyd(scores, await plusPlusStarts(scores, k, STARTS, random), k);
    return found.reduce((best, next) => (next.inertia < best.inertia ? next : best));
  } finally {
    await scores.close();
  }
}

/** k centres for each start: points, each drawn with the squared distance to the nearest so far as its weight. */
export async function plusPlusStarts(
  scores: CentreScores,
  k: number,
  starts: number,
  random: Random,
): Promise<Float64Array[]> {
  const { points, dimensions, count } = scores;
  const norms = squaredNorms(points, dimensions);
  const centres = Array.from({ length: starts }, () => new Float64Array(k * dimensions));
  const nearest = centres.map(() => new Float64Array(count).fill(1));
  for (let c = 0; c < k; c++) {
    const added = new Float64Array(starts * dimensions);
    for (const [s, start] of centres.entries()) {
      const centre = row(points, weightedChoice(nearest[s], random), dimensions);
      start.set(centre, c * dimensions);
      added.set(centre, s * dimensions);
    }
    const block = await scores.of(added);
    for (const [s, distances] of nearest.entries()) {
      for (let i = 0; i < count; i++) {
        const squared = Math.max(0, norms[i] + block[i * starts + s]);
        distances[i] = c === 0 ? squared : Math.min(distances[i], squared);
      }
    }
  }
  return centres;
}

/** An index, drawn with the given weights; with equal ones where all are 0. */
function weightedChoice(weights: Float64Array, random: Random): number {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return Math.floor(random() * weights.length);
  let left = random() * sum;
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i];
    if (left < 0) return i;
  }
  return weights.findLastIndex((weight) => weight > 0);
}

/**
 * Moves the centres of every start to the means of the points nearest to them until no point changes its
 * cluster.
 *
 * @param starts each k × dimensions, moved in place
 * @returns what became of each start
 */
export async function lloyd(
  scores: CentreScores,
  starts: readonly Float64Array[],
  k: number,
): Promise<Clusters[]> {
  const all = starts.map((centres) => new Clustering(scores, centres, k));
  let moving = all;
  for (let step = 0; step < MOST_STEPS && moving.length > 0; step++) {
    const { dimensions } = scores;
    const centres = new Float64Array(moving.length * k * dimensions);
    for (const [m, clustering] of moving.entries()) {
      centres.set(clustering.centres, m * k * dimensions);
    }
    const block = await scores.of(centres);
    const width = moving.length * k;
    moving = moving.filter((clustering, m) => clustering.assign(block, m * k, width));
  }
  return all.map((clustering) => clustering.result());
}

/** One start on its way. */
class Clustering {
  private readonly labels: Int32Array;
  private readonly sizes: Int32Array;
  /** Sums of the points of each cluster, changed by those that come and go alone. */
  private readonly sums: Float64Array;

  /** @param centres k × dimensions, moved in place */
  constructor(
    private readonly scores: CentreScores,
    readonly centres: Float64Array,
    private readonly k: number,
  ) {
    this.labels = new Int32Array(scores.count).fill(-1);
    this.sizes = new Int32Array(k);
    this.sums = new Float64Array(centres.length);
  }

  /**
   * Gives every point to its nearest centre and moves the centres to their means; a centre that is left
   * without points stays.
   *
   * @param block scores, N × width, those of this start from column `from` on
   * @returns whether any point changed its cluster
   */
  assign(block: Float32Array, from: number, width: number): boolean {
    const { labels, k } = this;
    let changed = false;
    for (let i = 0; i < labels.length; i++) {
      const at = i * width + from;
      let nearest = 0;
      for (let c = 1; c < k; c++) if (block[at + c] < block[at + nearest]) nearest = c;
      if (nearest === labels[i]) continue;
      this.move(i, nearest);
      changed = true;
    }
    if (changed) this.moveCentres();
    return changed;
  }

  result(): Clusters {
    const { labels, sizes, sums, scores, k } = this;
    const { points, dimensions, unit } = scores;
    const ofSums = squaredNorms(sums, dimensions);
    // The squared norms of all points less those of the means, each counted once a point.
    let inertia = squaredNorms(points, dimensions).reduce((sum, norm) => sum + norm, 0);
    for (let c = 0; c < k; c++) if (sizes[c] > 0) inertia -= ofSums[c] / sizes[c];
    return { labels, inertia: Math.max(0, inertia) * unit ** 2 };
  }

  private move(i: number, cluster: number): void {
    const { labels, sizes, sums, scores } = this;
    const { points, dimensions } = scores;
    const before = labels[i];
    labels[i] = cluster;
    sizes[cluster]++;
    const [from, to] = [i * dimensions, cluster * dimensions];
    for (let d = 0; d < dimensions; d++) sums[to + d] += points[from + d];
    if (before < 0) return;
    sizes[before]--;
    for (let d = 0; d < dimensions; d++) sums[before * dimensions + d] -= points[from + d];
  }

  private moveCentres(): void {
    const { sizes, sums, centres, scores } = this;
    for (let n = 0; n < centres.length; n++) {
      const size = sizes[Math.floor(n / scores.dimensions)];
      if (size > 0) centres[n] = sums[n] / size;
    }
  }
}

function row(points: Float32Array, i: number, dimensions: number): Float32Array {
  return points.subarray(i * dimensions, (i + 1) * dimensions);
}

import type { RowVisitor } from './distanceRows.ts';

/**
 * Mean silhouette of all points (Rousseeuw 1987, "Silhouettes: a graphical aid to the interpretation
 * and validation of cluster analysis") for classes as clusters: (b − a) / max(a, b), where a is a point's
 * mean distance to the others of its class and b that to the nearest other class; 0 for the only
 * point of a class. Computed in one pass over the rows of distances.
 */
export class Silhouette {
  /** Place of each point's class among the classes that occur. */
  private readonly classOf: Int32Array;
  private readonly sizes: number[] = [];
  private readonly sums: Float64Array;
  private total = 0;

  /** @param labels one integer a point */
  constructor(labels: ArrayLike<number>) {
    const places = new Map<number, number>();
    this.classOf = Int32Array.from(labels, (label) => {
      const place = places.get(label) ?? places.size;
      places.set(label, place);
      this.sizes[place] = (this.sizes[place] ?? 0) + 1;
      return place;
    });
    this.sums = new Float64Array(places.size);
  }

  readonly visit: RowVisitor = (i, squaredDistances) => {
    const { classOf, sizes, sums } = this;
    sums.fill(0);
    for (let j = 0; j < squaredDistances.length; j++) {
      sums[classOf[j]] += Math.sqrt(squaredDistances[j]);
    }
    const own = classOf[i];
    if (sizes[own] === 1) return;
    const a = sums[own] / (sizes[own] - 1);
    let b = Infinity;
    for (let other = 0; other < sums.length; other++) {
      if (other !== own) b = Math.min(b, sums[other] / sizes[other]);
    }
    if (a !== b) this.total += (b - a) / Math.max(a, b);
  };

  /**
   * −1 (points sit among other classes) to 1 (classes are tight and apart); null where it is not
   * defined: with fewer than two classes, or as many as points.
   */
  value(): number | null {
    const classes = this.sizes.length;
    const defined = classes >= 2 && classes < this.classOf.length;
    return defined ? this.total / this.classOf.length : null;
  }
}

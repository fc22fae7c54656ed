/**
 * The order of points by their distance from one of them; equally far ones stand by index. Sorting them
 * all would take most of the time of a run of measures, so they are only put into buckets of nearly equal
 * distance: what is asked for are the nearest, and the places of a few others.
 */

/** Bits of a float32 that a bucket ignores: 256 buckets for each doubling of the distance. */
const IGNORED_BITS = 15;

export class DistanceOrder {
  private squaredDistances: Float64Array = new Float64Array();
  /** Distances in float32, and their bits: of numbers from 0 on, those of the larger are larger. */
  private readonly rounded: Float32Array;
  private readonly bits: Uint32Array;
  /** Points by bucket, and where each bucket starts. */
  private readonly points: Int32Array;
  private starts: Int32Array = new Int32Array();
  private firstBucket = 0;

  /** @param count number of points, at least 2 */
  constructor(private readonly count: number) {
    this.rounded = new Float32Array(count);
    this.bits = new Uint32Array(this.rounded.buffer);
    this.points = new Int32Array(count - 1);
  }

  /**
   * Orders the points around point i, which itself is left out.
   *
   * @param squaredDistances from point i; must stay as they are while this order is used
   */
  around(i: number, squaredDistances: Float64Array): void {
    const { rounded, bits, points, count } = this;
    this.squaredDistances = squaredDistances;
    rounded.set(squaredDistances);
    let [low, high] = [0xffffffff, 0];
    for (let m = 0; m < count; m++) {
      if (m === i) continue;
      if (bits[m] < low) low = bits[m];
      if (bits[m] > high) high = bits[m];
    }
    const first = low >>> IGNORED_BITS;
    const buckets = (high >>> IGNORED_BITS) - first + 1;
    const starts = new Int32Array(buckets + 2);
    for (let m = 0; m < count; m++) {
      if (m !== i) starts[(bits[m] >>> IGNORED_BITS) - first + 2]++;
    }
    for (let b = 2; b < starts.length; b++) starts[b] += starts[b - 1];
    // Each bucket's start is kept one place further on until its points are in.
    for (let m = 0; m < count; m++) {
      if (m !== i) points[starts[(bits[m] >>> IGNORED_BITS) - first + 1]++] = m;
    }
    this.starts = starts;
    this.firstBucket = first;
  }

  /** The k nearest, nearest first. */
  nearest(k: number): Int32Array {
    const { points, starts } = this;
    const end = starts.find((start) => start >= k);
    return points
      .slice(0, end)
      .sort((a, b) => (this.isNearer(a, b) ? -1 : 1))
      .subarray(0, k);
  }

  /** The place of each of some points in the order, from 1. */
  ranks(others: Int32Array): Int32Array {
    const { points, starts, bits, firstBucket } = this;
    return others.map((other) => {
      const bucket = (bits[other] >>> IGNORED_BITS) - firstBucket;
      let nearer = starts[bucket];
      for (let n = starts[bucket]; n < starts[bucket + 1]; n++) {
        if (this.isNearer(points[n], other)) nearer++;
      }
      return nearer + 1;
    });
  }

  private isNearer(a: number, b: number): boolean {
    const { squaredDistances } = this;
    const [distanceA, distanceB] = [squaredDistances[a], squaredDistances[b]];
    return distanceA < distanceB || (distanceA === distanceB && a < b);
  }
}

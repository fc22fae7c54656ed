import type { Range } from '../../exporter/variants/eightBits.ts';

/** Several to each of the 256 steps that the numbers are going to be rounded to. */
const BINS = 4096;

/** How often numbers are how large, of which there are too many to keep: their ends first, then each. */
export class Histogram {
  private least = Infinity;
  private most = -Infinity;
  private total = 0;
  private readonly counts = new Float64Array(BINS);

  /** Takes notice of the ends of some numbers; of all of them, before any is counted. */
  widen(numbers: Float32Array): void {
    for (const number of numbers) {
      if (number < this.least) this.least = number;
      if (number > this.most) this.most = number;
    }
  }

  count(numbers: Float32Array): void {
    const perUnit = BINS / (this.most - this.least || 1);
    for (const number of numbers) {
      this.counts[Math.min(BINS - 1, Math.floor((number - this.least) * perUnit))]++;
    }
    this.total += numbers.length;
  }

  /** Where the numbers lie, but for a share of them at each end; 0: where all do. */
  range(cutOff: number): Range {
    const width = (this.most - this.least) / BINS;
    const most = cutOff * this.total;
    return {
      least: this.least + width * binsOf(this.counts, most),
      most: this.most - width * binsOf(this.counts.toReversed(), most),
    };
  }
}

/** How many of the first bins hold no more than so many numbers together. */
function binsOf(counts: Float64Array, most: number): number {
  let held = 0;
  const end = counts.findIndex((count) => (held += count) > most);
  return end < 0 ? 0 : end;
}

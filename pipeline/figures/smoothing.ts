/** Long noisy series as lines that a figure can hold. */

/** A point of a series: step (1 for the first) and value. */
export type SeriesPoint = readonly [step: number, value: number];

/**
 * Centred moving mean over `window` steps, at no more than `most` places. At the start, where a loss
 * falls steeply, it reaches back and forth equally far; at the end it keeps looking back. Values that
 * are not finite count for nothing.
 */
export function movingMean(values: readonly number[], window: number, most: number): SeriesPoint[] {
  const sums = new Float64Array(values.length + 1);
  const counts = new Uint32Array(values.length + 1);
  for (let k = 0; k < values.length; k++) {
    const finite = Number.isFinite(values[k]);
    sums[k + 1] = sums[k] + (finite ? values[k] : 0);
    counts[k + 1] = counts[k] + (finite ? 1 : 0);
  }
  const half = Math.floor(window / 2);
  return spread(values.length, most).map((at) => {
    const [from, to] = [
      Math.max(0, at - half),
      Math.min(values.length, at + Math.min(half, at) + 1),
    ];
    return [at + 1, (sums[to] - sums[from]) / (counts[to] - counts[from])];
  });
}

/**
 * The series with no more than `bins` × 2 points, which looks the same when drawn: of each bin its
 * lowest and highest point, in order. Values that are not finite are left out.
 */
export function outline(values: readonly number[], bins: number): SeriesPoint[] {
  const points: SeriesPoint[] = [];
  const binCount = Math.min(bins, values.length);
  for (let bin = 0; bin < binCount; bin++) {
    const start = Math.floor((bin * values.length) / binCount);
    const end = Math.floor(((bin + 1) * values.length) / binCount);
    let [low, high] = [-1, -1];
    for (let k = start; k < end; k++) {
      if (!Number.isFinite(values[k])) continue;
      if (low < 0 || values[k] < values[low]) low = k;
      if (high < 0 || values[k] > values[high]) high = k;
    }
    if (low < 0) continue;
    for (const k of new Set([Math.min(low, high), Math.max(low, high)])) {
      points.push([k + 1, values[k]]);
    }
  }
  return points;
}

/** Up to `most` indices of `length`, evenly spread, the first and the last among them. */
function spread(length: number, most: number): number[] {
  const count = Math.min(length, most);
  if (count === 1) return [0];
  return Array.from({ length: count }, (_, k) => Math.round((k * (length - 1)) / (count - 1)));
}

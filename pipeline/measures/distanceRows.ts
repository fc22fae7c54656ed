import type { Device } from '../engine/devices/device.ts';
import { DistanceBlocks } from '../tsne/distanceBlocks.ts';

/**
 * Something that looks at every row of the matrix of distances once, in order.
 *
 * @param i index of the point
 * @param squaredDistances from it to all points, itself included (0); overwritten for the next row
 */
export type RowVisitor = (i: number, squaredDistances: Float64Array) => void;

/**
 * Shows all pairwise distances to several measures in one pass.
 *
 * @param points N × dimensions, finite
 * @param device that computes them; default: the CPU
 */
export async function visitDistances(
  points: Float32Array,
  dimensions: number,
  visitors: readonly RowVisitor[],
  device?: Device,
): Promise<void> {
  const distances = new DistanceBlocks(points, dimensions, device);
  const { count } = distances;
  for await (const { from, rows, outputs } of distances.blocks((g, scores) => {
    g.output('scores', scores);
  })) {
    const scores = outputs.scores.data as Float64Array;
    for (let row = 0; row < rows; row++) {
      const i = from + row;
      const line = scores.subarray(row * count, (row + 1) * count);
      for (let j = 0; j < count; j++) line[j] = distances.squaredDistance(i, j, line[j]);
      line[i] = 0;
      for (const visit of visitors) visit(i, line);
    }
  }
}

import type { Graph, Value } from '../graph.ts';
import { batchSize, mul } from '../ops.ts';
import { nchw } from '../shapes.ts';
import type { Blocks } from './blocks.ts';
import type { Phases } from '../phases.ts';

/** Sum of each channel over images and pixels, as the gradient of a bias needs it: [C]. */
export function channelSum(g: Graph, blocks: Blocks, phases: Phases): Value {
  const [, , height, width] = nchw(phases[0]);
  const n = mul(g, batchSize(g, phases[0]), g.scalar(phases.length * height * width));
  return mul(g, blocks.channelMean(g, phases), n);
}

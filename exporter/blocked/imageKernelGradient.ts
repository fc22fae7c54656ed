/** What a 3 × 3 kernel sees of images with few channels, at the pixels of each phase. */
import type { Graph, Value } from '../graph.ts';
import { add, conv, reshape, transpose } from '../ops.ts';
import { nchw } from '../shapes.ts';
import type { Blocks } from './blocks.ts';
import { marginsBefore, PHASES, type Phases } from '../phases.ts';

/**
 * Gradient of a kernel between images with few channels and features in phases:
 *
 *   Σ over images and pixels of feature[f] at (h, w) times image[c] at (h + p − 1, w + q − 1)
 *
 * @param image N × C × 2H × 2W
 * @param features four phases, blocks of N × F × H × W
 * @returns [F, C, 3, 3]
 */
export function imageKernelGradient(
  g: Graph,
  blocks: Blocks,
  image: Value,
  features: Phases,
): Value {
  const channels = nchw(image)[1];
  const count = nchw(features[0])[1];
  const products = PHASES.map((phase, k) =>
    blocks.productOverImages(g, columns(g, image, phase), features[k]),
  );
  const total = products.reduce((sum, product) => add(g, sum, product)); // [C·9, F]
  return reshape(g, transpose(g, total, [1, 0]), [count, channels, 3, 3]);
}

/** Pixels (2h + a + p − 1, 2w + b + q − 1) of every channel: N × 9·C × H × W, a convolution with kernels of one 1. */
function columns(g: Graph, image: Value, phase: (typeof PHASES)[number]): Value {
  const channels = nchw(image)[1];
  const data = new Float32Array(9 * channels * channels * 9);
  for (let c = 0; c < channels; c++) {
    for (let tap = 0; tap < 9; tap++) data[((9 * c + tap) * channels + c) * 9 + tap] = 1;
  }
  const shape = [9 * channels, channels, 3, 3];
  const kernels = g.constant(`columns_of_${channels}`, { shape, data });
  return conv(g, image, kernels, null, marginsBefore(phase), 2);
}

/** The tensors that an objective takes besides the images. */
import * as ort from 'onnxruntime-node';
import type { Shape } from '../../exporter/graph.ts';
import type { Random } from '../random.ts';

/**
 * Noise for a batch.
 *
 * @param shape [batch, …]
 * @param normal gives standard normal numbers
 */
export function normalTensor(shape: Shape, count: number, normal: Random): ort.Tensor {
  const dims = [count, ...shape.slice(1).map(Number)];
  const size = dims.reduce((product, length) => product * length, 1);
  return new ort.Tensor('float32', Float32Array.from({ length: size }, normal), dims);
}

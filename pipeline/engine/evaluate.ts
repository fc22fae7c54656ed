/** Means of a network's errors over a set of images, by ONNX Runtime. */
import * as ort from 'onnxruntime-node';
import type { Graph } from '../../exporter/graph.ts';
import { TENSORS } from '../../exporter/tensorNames.ts';
import { imageCount, imageDimensions, toFloats, type ImageSet } from '../images.ts';
import type { Random } from '../random.ts';
import type { Device } from './devices/device.ts';
import { normalTensor } from './feeds.ts';
import { openGraph } from './session.ts';
import type { Losses } from './trainer.ts';

/** Images a run: enough to fill the cores, few enough for their caches. */
const BATCH_SIZE = 50;

/**
 * @param graph an evaluation: `image`, and `noise` where it takes some → [batch] numbers
 * @param normal gives standard normal numbers
 */
export async function evaluate(
  graph: Graph,
  images: ImageSet,
  device: Device,
  normal: Random,
): Promise<Losses> {
  const session = await openGraph(graph, device);
  const noise = graph.inputs.find(({ name }) => name === TENSORS.noise);
  const sums: Record<string, number> = {};
  const total = imageCount(images);
  for (let from = 0; from < total; from += BATCH_SIZE) {
    const count = Math.min(BATCH_SIZE, total - from);
    const indices = Array.from({ length: count }, (_, i) => from + i);
    const dims = [count, ...imageDimensions(images.shape)];
    const results = await session.run({
      [TENSORS.image]: new ort.Tensor('float32', toFloats(images, indices), dims),
      ...(noise && { [TENSORS.noise]: normalTensor(noise.shape, count, normal) }),
    });
    for (const [name, { data }] of Object.entries(results)) {
      const errors = data as Float32Array;
      sums[name] = errors.reduce((sum, error) => sum + error, sums[name] ?? 0);
    }
  }
  await session.release();
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / total]));
}

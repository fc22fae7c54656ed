/** The likelihood of images under a variational autoencoder, by importance sampling. */
import * as ort from 'onnxruntime-node';
import type { Autoencoder, VariationalSettings } from '../../exporter/autoencoder.ts';
import { importanceGraph, inferenceGraphs, type Weights } from '../../exporter/inferenceModels.ts';
import { TENSORS } from '../../exporter/tensorNames.ts';
import { imageCount, imageDimensions, toFloats, type ImageSet } from '../images.ts';
import { normalNumbers, seededRandom } from '../random.ts';
import type { Device } from './devices/device.ts';
import { normalTensor } from './feeds.ts';
import { openGraph } from './session.ts';

/** Draws a run: enough to fill the cores, few enough for their caches. */
const DRAWS = 50;

export interface ImportanceSampling {
  /** Draws for each image, at least 1. */
  readonly samples: number;
  /** Of the noise; each image has its own. */
  readonly seed: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** In nats, one number an image. */
export interface Likelihoods {
  /** −log of the mean importance weight: an upper bound of −log p(x), the closer the more draws. */
  readonly negativeLogLikelihood: Float64Array;
  /** Minus the mean logarithm of the weights: minus the evidence lower bound. */
  readonly negativeElbo: Float64Array;
}

export async function sampleLikelihoods(
  network: Autoencoder,
  variational: VariationalSettings,
  weights: Weights,
  images: ImageSet,
  device: Device,
  { samples, seed, onProgress }: ImportanceSampling,
): Promise<Likelihoods> {
  const image = imageDimensions(images.shape);
  const encoder = await openGraph(inferenceGraphs(network, image, weights).encoder, device);
  const graph = importanceGraph(network, image, variational, weights);
  const weigher = await openGraph(graph, device);
  const total = imageCount(images);
  const negativeLogLikelihood = new Float64Array(total);
  const negativeElbo = new Float64Array(total);
  const shape = [1, variational.latentDim];
  for (let n = 0; n < total; n++) {
    const input = new ort.Tensor('float32', toFloats(images, [n]), [1, ...image]);
    const posterior = await encoder.run({ [TENSORS.image]: input });
    const normal = normalNumbers(seededRandom(seed, `draws for image ${n}`));
    const logWeights = new Float64Array(samples);
    for (let from = 0; from < samples; from += DRAWS) {
      const count = Math.min(DRAWS, samples - from);
      const noise = normalTensor(shape, count, normal);
      const feeds = { [TENSORS.image]: input, ...posterior, [TENSORS.noise]: noise };
      const results = await weigher.run(feeds);
      logWeights.set(results[TENSORS.logWeight].data as Float32Array, from);
    }
    negativeLogLikelihood[n] = -logMeanExp(logWeights);
    negativeElbo[n] = -logWeights.reduce((sum, weight) => sum + weight, 0) / samples;
    onProgress?.(n + 1, total);
  }
  await encoder.release();
  await weigher.release();
  return { negativeLogLikelihood, negativeElbo };
}

/** log(mean(eˣ)) without overflow. */
function logMeanExp(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return largest + Math.log(sum / values.length);
}

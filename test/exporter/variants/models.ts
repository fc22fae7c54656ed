/** Networks with weights of their own, as the tests of variants take them. */
import {
  convolutionalAutoencoder,
  variationalAutoencoder,
  type Autoencoder,
} from '../../../exporter/autoencoder.ts';
import { inferenceGraphs } from '../../../exporter/inferenceModels.ts';
import { encodeModel } from '../../../exporter/onnx.ts';
import type { Graph } from '../../../exporter/graph.ts';
import { initialState, layoutOf } from '../../../exporter/state.ts';
import type { ImageDimensions } from '../../../exporter/tensorNames.ts';
import { seededRandom } from '../../../pipeline/random.ts';

/** Both kinds, in grey and in colour; the last with sides that are no multiples of four. */
export const NETWORKS: readonly (readonly [string, ImageDimensions, Autoencoder])[] = [
  ['convolutional', [1, 28, 28], convolutionalAutoencoder([1, 28, 28])],
  ['variational', [1, 28, 28], variational([1, 28, 28])],
  ['convolutional', [3, 16, 20], convolutionalAutoencoder([3, 16, 20])],
  ['variational', [3, 14, 17], variational([3, 14, 17])],
];

function variational(image: ImageDimensions): Autoencoder {
  return variationalAutoencoder(image, { latentDim: 6, likelihood: 'bernoulli' });
}

export function graphsOf(network: Autoencoder, image: ImageDimensions) {
  const state = initialState(layoutOf(network), seededRandom(7, 'test weights'));
  return inferenceGraphs(network, image, state);
}

export function bytesOf(graph: Graph): Uint8Array {
  return encodeModel(graph, { documentation: 'A test.', producerVersion: '0.0.0', facts: {} });
}

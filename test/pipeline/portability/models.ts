/** Small exported models whose every number is its own. */
import { convolutionalAutoencoder, variationalAutoencoder } from '../../../exporter/autoencoder.ts';
import { inferenceGraphs } from '../../../exporter/inferenceModels.ts';
import { initialState, layoutOf } from '../../../exporter/state.ts';
import type { ImageDimensions } from '../../../exporter/tensorNames.ts';
import { encodeGraph } from '../../../pipeline/engine/session.ts';
import { seededRandom } from '../../../pipeline/random.ts';

export const KINDS: readonly { title: string; model: 'cae' | 'vae'; image: ImageDimensions }[] = [
  { title: 'cae-grey', model: 'cae', image: [1, 28, 28] },
  { title: 'cae-colour-odd', model: 'cae', image: [3, 17, 22] },
  { title: 'vae-grey-odd', model: 'vae', image: [1, 18, 13] },
  { title: 'vae-colour', model: 'vae', image: [3, 32, 32] },
];

/** The three files of a run. */
export function modelBytes(model: 'cae' | 'vae', image: ImageDimensions) {
  const network =
    model === 'cae'
      ? convolutionalAutoencoder(image)
      : variationalAutoencoder(image, { latentDim: 16, likelihood: 'bernoulli' });
  const layout = layoutOf(network);
  const random = seededRandom(3, 'test weights');
  const state = initialState(layout, random);
  for (const { parameter, offset, size } of layout.parameters) {
    if (parameter.shape.length > 1) continue;
    for (let i = offset; i < offset + size; i++) state.averageParameters[i] = random();
  }
  for (let i = 0; i < state.averageStatistics.length; i++)
    state.averageStatistics[i] = random() + 0.1;
  const { encoder, decoder, autoencoder } = inferenceGraphs(network, image, state);
  return {
    encoder: encodeGraph(encoder),
    decoder: encodeGraph(decoder),
    autoencoder: encodeGraph(autoencoder),
  };
}

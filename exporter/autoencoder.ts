/** The networks that Caelum trains, each on one readable page. */
import { batchNormalization } from './layers/batchNormalization.ts';
import { convolution } from './layers/convolution.ts';
import type { Layer } from './layers/layer.ts';
import { maxPool } from './layers/maxPool.ts';
import { relu } from './layers/relu.ts';
import { sigmoid } from './layers/sigmoid.ts';
import { upsample } from './layers/upsample.ts';

/** Two sequences of layers: images → latents, and latents → images. */
export interface Autoencoder {
  /** What it is, for people. */
  readonly title: string;
  readonly encoder: readonly Layer[];
  readonly decoder: readonly Layer[];
}

/** Feature maps of every hidden layer, and of the latent. */
const WIDTH = 32;

/**
 * The reference convolutional autoencoder: images of `channels` × H × W, with H and W multiples of 4,
 * to a latent of 32 × H/4 × W/4 and back. 28,609 trainable parameters for one channel.
 */
export function convolutionalAutoencoder(channels: number): Autoencoder {
  return {
    title: 'convolutional autoencoder',
    encoder: [...block(channels), maxPool(), ...block(WIDTH), maxPool()],
    decoder: [
      upsample(),
      ...block(WIDTH),
      upsample(),
      ...block(WIDTH),
      convolution(WIDTH, channels),
      sigmoid(),
    ],
  };
}

function block(inputs: number): Layer[] {
  return [convolution(inputs, WIDTH), relu(), batchNormalization(WIDTH)];
}

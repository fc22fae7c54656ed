/** The networks that Caelum trains, each on one readable page. */
import { batchNormalization } from './layers/batchNormalization.ts';
import { convolution } from './layers/convolution.ts';
import type { Layer } from './layers/layer.ts';
import { linear } from './layers/linear.ts';
import { maxPool } from './layers/maxPool.ts';
import { relu } from './layers/relu.ts';
import { flatten, unflatten } from './layers/reshaping.ts';
import { sigmoid } from './layers/sigmoid.ts';
import { upsample } from './layers/upsample.ts';
import type { LikelihoodName } from './objectives/likelihoods.ts';
import { negativeElbo } from './objectives/negativeElbo.ts';
import type { Objective } from './objectives/objective.ts';
import { reconstructionError } from './objectives/reconstructionError.ts';
import { count } from './shapes.ts';
import type { ImageDimensions } from './tensorNames.ts';

/** Two sequences of layers: images → latents, and latents → images. */
export interface Autoencoder {
  /** What it is, for people. */
  readonly title: string;
  readonly encoder: readonly Layer[];
  readonly decoder: readonly Layer[];
  /** Where the encoder gives a normal distribution; null where what it gives is the latent. */
  readonly variational: VariationalSettings | null;
  /** What training lowers. */
  readonly objective: Objective;
}

export interface VariationalSettings {
  /** Dimensions of the latent, half of what the encoder gives: means, then logarithms of variances. */
  readonly latentDim: number;
  /** What the decoder's images say of the pixels. */
  readonly likelihood: LikelihoodName;
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
    encoder: encoderBody(channels),
    decoder: decoderBody(channels),
    variational: null,
    objective: reconstructionError,
  };
}

/**
 * A variational autoencoder with the layers of the reference one, whose 32 × H/4 × W/4 numbers meet a
 * normal latent of a few dimensions through one linear layer each way.
 */
export function variationalAutoencoder(
  [channels, height, width]: ImageDimensions,
  { latentDim, likelihood }: VariationalSettings,
): Autoencoder {
  const maps = [WIDTH, height / 4, width / 4] as const;
  const features = count(maps);
  return {
    title: 'variational autoencoder',
    encoder: [...encoderBody(channels), flatten(), linear(features, 2 * latentDim)],
    decoder: [linear(latentDim, features), unflatten(maps), ...decoderBody(channels)],
    variational: { latentDim, likelihood },
    objective: negativeElbo(latentDim, likelihood),
  };
}

function encoderBody(channels: number): Layer[] {
  return [...block(channels), maxPool(), ...block(WIDTH), maxPool()];
}

function decoderBody(channels: number): Layer[] {
  return [
    upsample(),
    ...block(WIDTH),
    upsample(),
    ...block(WIDTH),
    convolution(WIDTH, channels),
    sigmoid(),
  ];
}

function block(inputs: number): Layer[] {
  return [convolution(inputs, WIDTH), relu(), batchNormalization(WIDTH)];
}

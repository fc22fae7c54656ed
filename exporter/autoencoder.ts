/** The networks that Caelum trains, each on one readable page. */
import { batchNormalization } from './layers/batchNormalization.ts';
import { convolution } from './layers/convolution.ts';
import { crop, pad } from './layers/framing.ts';
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

/** Both halvings of the sides together. */
const HALVED = 4;

/**
 * The reference convolutional autoencoder: images of C × H × W to a latent of 32 × H/4 × W/4, rounded up,
 * and back. 28,609 trainable parameters for one channel.
 */
export function convolutionalAutoencoder(image: ImageDimensions): Autoencoder {
  return {
    title: 'convolutional autoencoder',
    encoder: encoderBody(image),
    decoder: decoderBody(image),
    variational: null,
    objective: reconstructionError,
  };
}

/**
 * A variational autoencoder with the layers of the reference one, whose 32 × H/4 × W/4 numbers meet a
 * normal latent of a few dimensions through one linear layer each way.
 */
export function variationalAutoencoder(
  image: ImageDimensions,
  { latentDim, likelihood }: VariationalSettings,
): Autoencoder {
  const [, height, width] = image;
  const maps = [WIDTH, halved(height), halved(width)] as const;
  const features = count(maps);
  return {
    title: 'variational autoencoder',
    encoder: [...encoderBody(image), flatten(), linear(features, 2 * latentDim)],
    decoder: [linear(latentDim, features), unflatten(maps), ...decoderBody(image)],
    variational: { latentDim, likelihood },
    objective: negativeElbo(latentDim, likelihood),
  };
}

function encoderBody(image: ImageDimensions): Layer[] {
  return [
    ...(isWhole(image) ? [] : [pad(whole(image))]),
    ...block(image[0]),
    maxPool(),
    ...block(WIDTH),
    maxPool(),
  ];
}

function decoderBody(image: ImageDimensions): Layer[] {
  return [
    upsample(),
    ...block(WIDTH),
    upsample(),
    ...block(WIDTH),
    convolution(WIDTH, image[0]),
    ...(isWhole(image) ? [] : [crop(image)]),
    sigmoid(),
  ];
}

/** Whether both halvings leave nothing over. */
function isWhole(image: ImageDimensions): boolean {
  return String(whole(image)) === String(image);
}

/** The next larger image that can be halved twice. */
function whole([channels, height, width]: ImageDimensions): ImageDimensions {
  return [channels, HALVED * halved(height), HALVED * halved(width)];
}

/** A side of the latent. */
function halved(side: number): number {
  return Math.ceil(side / HALVED);
}

function block(inputs: number): Layer[] {
  return [convolution(inputs, WIDTH), relu(), batchNormalization(WIDTH)];
}

/** The networks that can be trained, by their names on the command line. */
import {
  convolutionalAutoencoder,
  variationalAutoencoder,
  type Autoencoder,
} from '../../exporter/autoencoder.ts';
import type { LikelihoodName } from '../../exporter/objectives/likelihoods.ts';
import { imageDimensions, type ImageShape } from '../images.ts';

export const MODELS = ['cae', 'vae'] as const;

export type ModelName = (typeof MODELS)[number];

/** Which network; all but the first are about variational ones. */
export interface ModelOptions {
  readonly model: ModelName;
  /** Dimensions of the latent. */
  readonly latentDim: number;
  readonly likelihood: LikelihoodName;
  /** Factor of the divergence in the loss, above 0. */
  readonly beta: number;
  /** Epochs over which the factor grows to that from 0. */
  readonly klWarmUp: number;
}

export function networkOf(options: ModelOptions, shape: ImageShape): Autoencoder {
  switch (options.model) {
    case 'cae':
      return convolutionalAutoencoder(imageDimensions(shape));
    case 'vae':
      return variationalAutoencoder(imageDimensions(shape), options);
  }
}

/** The options that the network has, as the manifest and the models tell of them. */
export function recordedModel(options: ModelOptions): Partial<ModelOptions> {
  const { model, latentDim, likelihood, beta, klWarmUp } = options;
  return model === 'vae' ? { model, latentDim, likelihood, beta, klWarmUp } : { model };
}

/**
 * Factor of the divergence in the loss of a step.
 *
 * @param step 1 for the first
 * @param stepsPerEpoch of the training
 */
export function divergenceWeight(
  { beta, klWarmUp }: ModelOptions,
  step: number,
  stepsPerEpoch: number,
): number {
  const growing = klWarmUp * stepsPerEpoch;
  return growing === 0 ? beta : beta * Math.min(1, step / growing);
}

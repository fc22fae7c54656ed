/** What goes into the models and comes out of them, in words: for the files themselves and the card. */
import type { Autoencoder } from '../../exporter/autoencoder.ts';
import type { TensorDescription } from '../../exporter/onnx.ts';
import { TENSORS } from '../../exporter/tensorNames.ts';
import type { ImageShape } from '../images.ts';

/** Every input and output of the models of a network, by name. */
export function tensorDescriptions(
  { variational }: Autoencoder,
  image: ImageShape,
): Readonly<Record<string, TensorDescription>> {
  const pixels = `${axes('batch', 'channel', 'row', 'column')}, ${colours(image)} from 0 (black) to 1`;
  return {
    [TENSORS.image]: { documentation: `Images: ${pixels}.`, isImage: true },
    [TENSORS.reconstruction]: {
      documentation: `Images made from latents: ${pixels}.`,
      isImage: true,
    },
    [TENSORS.squaredError]: numbers(
      `Mean squared error of each image’s reconstruction: ${axes('batch')}, 0 and more.`,
    ),
    ...(variational === null ? plainLatent() : normalLatent()),
  };
}

function plainLatent(): Record<string, TensorDescription> {
  return {
    [TENSORS.latent]: numbers(
      `Latents, what the encoder keeps of images: ${axes('batch', 'feature map', 'row', 'column')}, unbounded.`,
    ),
  };
}

function normalLatent(): Record<string, TensorDescription> {
  const shape = `${axes('batch', 'dimension')}, unbounded`;
  return {
    [TENSORS.mean]: numbers(
      `Means of the normal distributions of the latents, what images are best known by: ${shape}.`,
    ),
    [TENSORS.logVariance]: numbers(
      `Natural logarithms of the variances of these distributions: ${shape}.`,
    ),
    [TENSORS.latent]: numbers(
      `Latents: the encoder’s means, draws from its distributions, or draws from the standard normal: ${shape}.`,
    ),
  };
}

function numbers(documentation: string): TensorDescription {
  return { documentation, isImage: false };
}

function axes(...names: string[]): string {
  return `[${names.join(', ')}]`;
}

function colours({ channels }: ImageShape): string {
  return channels === 3 ? 'red, green and blue' : 'grey';
}

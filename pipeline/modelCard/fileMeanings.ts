/** Each file of a run in a few words; artifacts/README.md of Caelum says it at length. */
import { FIGURES, FILES, VARIANT_MODELS, variantFile } from '../contract.ts';

const DATA: Readonly<Record<keyof typeof FILES, string>> = {
  encoder: 'images → latents',
  decoder: 'latents → images',
  autoencoder: 'both in one',
  training: 'the model with the step that trains it on, and its state',
  history: 'how training went: losses of each step and epoch',
  latents: 'latents of the images that are shown',
  labels: 'their classes',
  images: 'which image came from which file',
  skipped: 'files that were passed over, and why',
  errors: 'mean squared error of each image',
  likelihoods: '−log p of the first test images',
  neighbours: 'nearest others of each mapped image',
  distances: 'how far away these are',
  map: 'places of the training images on the maps',
  frames: 'how the first t-SNE map came to be',
  placed: 'places of the test images on the maps',
  placedNeighbours: 'nearest mapped images of each test image',
  rerun: 'what placing is judged by: both arranged anew together',
  points: 'latents, labels, places on the maps and per-image measures in one table',
  variants: 'what the smaller models lose',
  metrics: 'every measure, with definition and source',
  viewer: 'all of it to look at, with the models running in the page',
  example: 'the first test image, pixel for pixel',
  modelCard: 'this file',
  run: 'settings, versions, times and SHA-256 of every file',
};

const DRAWN: Readonly<Record<keyof typeof FIGURES, string>> = {
  featureMaps: 'an image and its latent, channel by channel',
  map: 'the first map by class',
  maps: 'all maps by class',
  distortion: 'all maps by how far they are to be trusted',
  reconstructions: 'an image of each class, its latent, its reconstruction',
  loss: 'loss of every step, test error of every epoch',
  measures: 'the measures',
  worst: 'the test images with the largest errors',
  samples: 'random latents, decoded',
  traversal: 'one number of a latent moved at a time, decoded',
};

/** By name of the file. */
export const FILE_MEANINGS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(DATA).map(
    ([key, meaning]) => [FILES[key as keyof typeof FILES], meaning] as const,
  ),
  ...Object.entries(DRAWN).flatMap(([key, meaning]) => {
    const name = FIGURES[key as keyof typeof FIGURES];
    return [
      [`${name}.svg`, meaning],
      [`${name}.png`, meaning],
    ] as const;
  }),
  ...VARIANT_MODELS.flatMap((model) => [
    [variantFile(model, 'fp16'), `${DATA[model]}, weights as float16`] as const,
    [variantFile(model, 'int8'), `${DATA[model]}, computed in 8 bits`] as const,
  ]),
]);

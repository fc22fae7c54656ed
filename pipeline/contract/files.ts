import { VARIANT_MODELS, VARIANTS, variantFile } from './variants.ts';

/** Goes up when a file of a run changes its meaning; older runs are then made anew. */
export const FORMAT_VERSION = 5;

/** Every file of a run; figures stand as `<name>.svg` and `<name>.png`. */
export const FILES = {
  encoder: 'encoder.onnx',
  decoder: 'decoder.onnx',
  autoencoder: 'autoencoder.onnx',
  training: 'training.onnx',
  history: 'history.json',
  latents: 'latents.npy',
  labels: 'labels.npy',
  images: 'images.csv',
  skipped: 'skipped.csv',
  errors: 'errors.npy',
  likelihoods: 'likelihoods.npy',
  neighbours: 'neighbours.npy',
  distances: 'distances.npy',
  map: 'map.csv',
  frames: 'frames.npy',
  placed: 'placed.csv',
  placedNeighbours: 'placed-neighbours.npy',
  rerun: 'rerun.csv',
  metrics: 'metrics.json',
  points: 'points.parquet',
  variants: 'variants.json',
  viewer: 'viewer.html',
  example: 'example.png',
  modelCard: 'MODEL_CARD.md',
  run: 'run.json',
} as const;

export const FIGURES = {
  featureMaps: 'figures/feature-maps',
  map: 'figures/map',
  maps: 'figures/maps',
  distortion: 'figures/distortion',
  reconstructions: 'figures/reconstructions',
  loss: 'figures/loss',
  measures: 'figures/measures',
  worst: 'figures/worst',
  samples: 'figures/samples',
  traversal: 'figures/traversal',
} as const;

/** What images placed onto a run leave beside latents, labels, errors, places and measures. */
export const PLACEMENT_FILES = {
  /** Of all of them. */
  placement: 'placement.json',
  /** Of a part that is to be merged with others. */
  shard: 'shard.json',
} as const;

/** What a comparison of runs leaves, beside figures. */
export const COMPARISON_FILES = {
  markdown: 'comparison.md',
  csv: 'comparison.csv',
  page: 'compare.html',
} as const;

/** Those that only a variational autoencoder leaves. */
export const VARIATIONAL_FILES: readonly string[] = [
  FILES.likelihoods,
  ...[FIGURES.samples, FIGURES.traversal].flatMap((name) => [`${name}.svg`, `${name}.png`]),
];

/** Those that only runs leave that are asked for smaller variants of the models. */
export const VARIANT_FILES: readonly string[] = [
  FILES.variants,
  ...VARIANTS.flatMap((variant) => VARIANT_MODELS.map((model) => variantFile(model, variant))),
];

/** Those that only runs on a person's own images leave. */
export const OWN_FILES: readonly string[] = [FILES.images, FILES.skipped];

/** All that a run may leave behind. */
export const RUN_FILES: readonly string[] = [
  ...new Set([...Object.values(FILES), ...VARIANT_FILES]),
  ...Object.values(FIGURES).flatMap((name) => [`${name}.svg`, `${name}.png`]),
];

/** The settings of a run in words, for the page and the model card. */
import type { Manifest } from './files/manifest.ts';

const SETTING_TITLES: Readonly<Record<string, string>> = {
  dataset: 'Dataset',
  limit: 'Limit of images',
  leaveOut: 'Class left out of training',
  model: 'Network',
  latentDim: 'Dimensions of the latent',
  likelihood: 'Likelihood of the pixels',
  beta: 'Weight of the divergence (β)',
  klWarmUp: 'Epochs over which it grows',
  seed: 'Seed',
  epochs: 'Epochs',
  batchSize: 'Batch size',
  learningRate: 'Learning rate',
  engine: 'Engine',
  projection: 'Maps',
  perplexity: 'Perplexity of t-SNE',
  mapSize: 'Training images on the maps at most',
  encoder: 'SHA-256 of the encoder',
  decoder: 'SHA-256 of the decoder',
};

/** Rows of title and value. */
export function titledSettings(settings: Manifest['settings']): [string, string][] {
  return Object.entries(settings).map(([name, value]) => [
    SETTING_TITLES[name] ?? name,
    value === null ? 'all' : String(value),
  ]);
}

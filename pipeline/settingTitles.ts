/** The settings of a run in words, for the page and the model card. */
import type { Manifest } from './files/manifest.ts';

type Settings = Manifest['settings'];

const SETTING_TITLES: Readonly<Record<string, string>> = {
  dataset: 'Dataset',
  limit: 'Limit of images',
  imageSize: 'Size that images were brought to',
  grayscale: 'Colours taken away',
  binarize: 'Pixels drawn black or white',
  leaveOut: 'Class left out of training',
  model: 'Network',
  latentDim: 'Dimensions of the latent',
  likelihood: 'Likelihood of pixels',
  beta: 'Weight of the KL divergence, β',
  klWarmUp: 'Epochs over which that weight grew',
  seed: 'Seed',
  epochs: 'Epochs',
  batchSize: 'Batch size',
  learningRate: 'Learning rate',
  engine: 'Engine',
  projection: 'Maps',
  perplexity: 'Perplexity of t-SNE',
  mapSize: 'Training images on the maps at most',
  stratified: 'Of every class in proportion',
  encoder: 'SHA-256 of the encoder',
  decoder: 'SHA-256 of the decoder',
};

/** Rows of title and value. */
export function titledSettings(settings: Settings): [string, string][] {
  return Object.entries(settings)
    .filter(([name]) => isOfUse(name, settings))
    .map(([name, value]) => [SETTING_TITLES[name] ?? name, value === null ? 'all' : String(value)]);
}

/** Only t-SNE has a perplexity. */
function isOfUse(name: string, { projection }: Settings): boolean {
  return name !== 'perplexity' || String(projection).includes('tsne');
}

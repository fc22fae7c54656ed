/** Where a run comes from, for people: rows of label and value. */
import type { Manifest } from '../files/manifest.ts';

type Settings = Manifest['settings'];

export function provenance({
  dataset,
  settings,
  versions,
  device,
}: Pick<Manifest, 'dataset' | 'settings' | 'versions' | 'device'>): [string, string][] {
  return [
    ...termsOf(dataset),
    ['Training images', dataset.trainImages.toLocaleString('en')],
    ['Test images', dataset.testImages.toLocaleString('en')],
    ['SHA-256 of the images', dataset.fingerprint],
    ...Object.entries(settings)
      .filter(([name]) => isOfUse(name, settings))
      .map(([name, value]): [string, string] => [
        SETTING_TITLES[name] ?? name,
        value === null ? 'all' : String(value),
      ]),
    ['Computed on', device],
    ...Object.entries(versions),
  ];
}

/** Whoever passes the page on passes the images on. */
function termsOf({ terms }: Manifest['dataset']): [string, string][] {
  if (!terms) return [];
  return [
    ['Licence of the images', terms.licence],
    ['Citation', terms.citation],
  ];
}

/** Only t-SNE has a perplexity. */
function isOfUse(name: string, { projection }: Settings): boolean {
  return name !== 'perplexity' || String(projection).includes('tsne');
}

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

/**
 * What is told of a trained model, wherever it is told: in the metadata of its files and in the card.
 * Each fact is a short text under a key of its own; what is not known has none. Nor has who made the model
 * and on what terms it may be used, for which the standard has `model_author` and `model_license`: that is
 * for those to say who pass it on.
 */
import type { Autoencoder } from '../../exporter/autoencoder.ts';
import { layoutOf } from '../../exporter/state.ts';
import { count } from '../../exporter/shapes.ts';
import { imageCount } from '../images.ts';
import type { Run } from '../stages/stage.ts';
import { recordedTraining, type TrainingSettings } from '../training/settings.ts';
import { layersInWords } from './layers.ts';

export type FactKey = keyof typeof FACT_TITLES;

/** Every fact by its key, with its name for people, in reading order. */
export const FACT_TITLES = {
  model: 'Kind',
  encoder_layers: 'Encoder',
  decoder_layers: 'Decoder',
  trainable_parameters: 'Trainable parameters',
  dataset: 'Images',
  data_source: 'Source',
  training_images: 'Training images',
  test_images: 'Test images',
  class_names: 'Classes',
  left_out_class: 'Class left out of training',
  data_licence: 'Licence of the images',
  data_citation: 'To cite',
  data_sha256: 'SHA-256 of the images',
  objective: 'What training lowered',
  optimizer: 'Optimizer',
  trained_with: 'Trained with',
  settings: 'Settings',
  test_mse: 'Mean squared error of the test images',
} as const;

export type Facts = Partial<Readonly<Record<FactKey, string>>>;

/** Names of more classes than this are left to `run.json`. */
const MOST_CLASSES = 100;

/** @param testMse null where the present weights' is not known */
export function trainedFacts(
  { dataset, manifest, device }: Run,
  network: Autoencoder,
  settings: TrainingSettings,
  testMse: number | null,
): Facts {
  const { title, source, train, test, classNames, leftOut, terms } = dataset;
  return {
    model: network.title,
    encoder_layers: layersInWords(network.encoder),
    decoder_layers: layersInWords(network.decoder),
    trainable_parameters: String(trainableParameters(network)),
    dataset: title,
    data_source: source,
    training_images: String(imageCount(train)),
    test_images: String(imageCount(test)),
    ...(classNames.length <= MOST_CLASSES && { class_names: JSON.stringify(classNames) }),
    ...(leftOut !== undefined && { left_out_class: classNames[leftOut] }),
    ...(terms && { data_licence: terms.licence, data_citation: terms.citation }),
    data_sha256: manifest.dataset.fingerprint,
    objective: objectiveOf(settings),
    optimizer: OPTIMIZER,
    trained_with:
      settings.engine === 'onnx'
        ? `ONNX Runtime ${manifest.versions.onnxruntime} (${device.name})`
        : 'TensorFlow.js',
    settings: JSON.stringify(recordedTraining(settings)),
    ...(testMse !== null && { test_mse: testMse.toPrecision(6) }),
  };
}

/** See exporter/adam.ts and exporter/averaging.ts. */
const OPTIMIZER =
  'Adam (β₁ 0.9, β₂ 0.999, ε 1e-8); weights averaged over about the last ninth of the steps';

export function trainableParameters(network: Autoencoder): number {
  return layoutOf(network).parameters.reduce(
    (sum, { parameter }) => sum + count(parameter.shape),
    0,
  );
}

function objectiveOf({ model, likelihood }: TrainingSettings): string {
  switch (model) {
    case 'cae':
      return 'mean squared error of the reconstructions';
    case 'vae':
      return `negative evidence lower bound, pixels being ${PIXELS[likelihood]}`;
  }
}

/** What the likelihoods take pixels for. */
const PIXELS = {
  bernoulli: 'drawn black or white (Bernoulli)',
  gaussian: 'normal around their reconstruction (Gaussian)',
} as const;

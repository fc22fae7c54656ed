/** What the exported models say of themselves, to whoever opens them with nothing else at hand. */
import type { ModelDescription } from '../../exporter/onnx.ts';
import type { Autoencoder } from '../../exporter/autoencoder.ts';
import type { HistoryEpoch } from '../contract.ts';
import { VERSION } from '../files/manifest.ts';
import { imageCount, imageDimensions } from '../images.ts';
import { trainedFacts } from '../modelCard/facts.ts';
import { tensorDescriptions } from '../modelCard/tensors.ts';
import { describeRates } from '../training/learningRates.ts';
import type { Position } from '../training/position.ts';
import type { TrainingSettings } from '../training/settings.ts';
import type { Run } from './stage.ts';

/**
 * For `training.onnx`.
 *
 * @param position where its training stands
 * @param epochs those that ended
 */
export function trainingDescription(
  run: Run,
  network: Autoencoder,
  settings: TrainingSettings,
  { epoch, step, steps }: Position,
  epochs: readonly HistoryEpoch[],
): ModelDescription {
  const { title, variational } = network;
  const ended = step === steps;
  const moment = ended ? `epoch ${epoch}` : `step ${step} of ${steps} of epoch ${epoch}`;
  // Within an epoch nothing is known of the present weights' test error.
  const testMse = ended ? epochs[epochs.length - 1].testMse : null;
  const [outputs, feeds, loss] =
    variational === null
      ? ['latent', 'feed image', 'the mean squared error']
      : [
          'mean, log_variance',
          `feed image and noise (float32 [batch, ${variational.latentDim}], standard normal), with the weight of the divergence as kl_weight`,
          'the negative evidence lower bound',
        ];
  return describe(run, network, settings, testMse, [
    `A ${title} after ${moment}, its weights averaged over the last steps, and the step that trains it on.`,
    `Run as it is: input image, ${images(run)}; outputs ${outputs}, reconstruction and squared_error (one number an image).`,
    'To train: join the graph with the training step in training_info as the ONNX standard says, ' +
      `${feeds}, and assign the outputs to the initializers that update_binding names (Adam on ${loss}).`,
  ]);
}

/** For `encoder.onnx`, `decoder.onnx` and `autoencoder.onnx`. */
export function inferenceDescriptions(
  run: Run,
  network: Autoencoder,
  settings: TrainingSettings,
  testMse: number,
  latentShape: readonly number[],
) {
  const { title, variational } = network;
  const latent = `float32 [batch, ${latentShape.join(', ')}]`;
  const [encoded, taken] =
    variational === null
      ? [`latent: ${latent}, unbounded`, 'as the encoder gives it']
      : [
          `mean and log_variance of the normal distribution of the latent: ${latent} each`,
          "the encoder's mean, a draw from its distribution, or one from the standard normal",
        ];
  return {
    encoder: describe(run, network, settings, testMse, [
      `Encoder of a ${title}, its weights averaged over the last steps of training.`,
      `Input image: ${images(run)}. Output ${encoded}.`,
    ]),
    decoder: describe(run, network, settings, testMse, [
      `Decoder of a ${title}, its weights averaged over the last steps of training.`,
      `Input latent: ${latent}, ${taken}. Output reconstruction: ${images(run)}.`,
    ]),
    autoencoder: describe(run, network, settings, testMse, [
      `A ${title}, encoder and decoder in one, its weights averaged over the last steps of training.`,
      `Input image: ${images(run)}. Outputs ${encoded}, and reconstruction, shaped as the image.`,
    ]),
  };
}

function images({ dataset }: Run): string {
  const shape = imageDimensions(dataset.train.shape);
  return `float32 [batch, ${shape.join(', ')}], pixels from 0 (black) to 1`;
}

function describe(
  run: Run,
  network: Autoencoder,
  settings: TrainingSettings,
  testMse: number | null,
  sentences: readonly string[],
): ModelDescription {
  const { train, terms } = run.dataset;
  return {
    documentation: [
      ...sentences,
      trainedOn(run, testMse),
      howTrained(settings),
      ...(terms ? [`Licence of the images: ${terms.licence}. To cite: ${terms.citation}.`] : []),
    ].join('\n'),
    producerVersion: VERSION,
    facts: trainedFacts(run, network, settings, testMse),
    tensors: tensorDescriptions(network, train.shape),
  };
}

function trainedOn({ dataset }: Run, testMse: number | null): string {
  const training = `Trained on ${imageCount(dataset.train)} images of ${dataset.title} (${dataset.source})`;
  if (testMse === null) return `${training}.`;
  const test = `mean squared error on ${imageCount(dataset.test)} test images`;
  return `${training}; ${test}: ${testMse.toPrecision(3)}.`;
}

function howTrained({ epochs, batchSize, learningRates, seed }: TrainingSettings): string {
  const rate = describeRates(learningRates);
  return `Training: epochs ${epochs}, batch size ${batchSize}, learning rate ${rate}, seed ${seed}.`;
}

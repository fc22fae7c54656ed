/** What the exported models say of themselves, to whoever opens them with nothing else at hand. */
import type { ModelDescription } from '../../exporter/onnx.ts';
import type { History } from '../contract.ts';
import { VERSION } from '../files/manifest.ts';
import { imageCount, imageDimensions } from '../images.ts';
import type { Run } from './stage.ts';
import type { TrainingSettings } from './train.ts';

/** For `training.onnx`. */
export function trainingDescription(
  run: Run,
  settings: TrainingSettings,
  history: History,
): ModelDescription {
  return describe(run, settings, history.last.testMse, [
    `A convolutional autoencoder after epoch ${history.last.epoch}, its weights averaged over the last steps, and the step that trains it on.`,
    `Run as it is: input image, ${images(run)}; outputs latent, reconstruction and squared_error (one number an image).`,
    'To train: join the graph with the training step in training_info as the ONNX standard says, feed image, ' +
      'and assign the outputs to the initializers that update_binding names (Adam on the mean squared error).',
  ]);
}

/** For `encoder.onnx`, `decoder.onnx` and `autoencoder.onnx`. */
export function inferenceDescriptions(
  run: Run,
  settings: TrainingSettings,
  testMse: number,
  latentShape: readonly number[],
) {
  const latent = `float32 [batch, ${latentShape.join(', ')}]`;
  return {
    encoder: describe(run, settings, testMse, [
      'Encoder of a convolutional autoencoder, its weights averaged over the last steps of training.',
      `Input image: ${images(run)}. Output latent: ${latent}, unbounded.`,
    ]),
    decoder: describe(run, settings, testMse, [
      'Decoder of a convolutional autoencoder, its weights averaged over the last steps of training.',
      `Input latent: ${latent}, as the encoder gives it. Output reconstruction: ${images(run)}.`,
    ]),
    autoencoder: describe(run, settings, testMse, [
      'A convolutional autoencoder, encoder and decoder in one, its weights averaged over the last steps of training.',
      `Input image: ${images(run)}. Outputs latent: ${latent}, and reconstruction, shaped as the image.`,
    ]),
  };
}

function images({ dataset }: Run): string {
  const shape = imageDimensions(dataset.train.shape);
  return `float32 [batch, ${shape.join(', ')}], pixels from 0 (black) to 1`;
}

function describe(
  run: Run,
  settings: TrainingSettings,
  testMse: number,
  sentences: readonly string[],
): ModelDescription {
  const { dataset, manifest } = run;
  const training = `Trained on ${imageCount(dataset.train)} images of ${dataset.title} (${dataset.source}); mean squared error on ${imageCount(dataset.test)} test images: ${testMse.toPrecision(3)}.`;
  return {
    documentation: [...sentences, training].join('\n'),
    producerVersion: VERSION,
    facts: {
      dataset: dataset.title,
      data_sha256: manifest.dataset.fingerprint,
      test_mse: testMse.toPrecision(6),
      settings: JSON.stringify(settings),
    },
  };
}

/** Images → a trained autoencoder, with everything that training on from it needs. */
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { initialState, layoutOf } from '../../exporter/state.ts';
import { encodeTrainingModel } from '../../exporter/trainingGraphs.ts';
import { FILES, type History, type HistoryEpoch } from '../contract.ts';
import { createTrainer } from '../engine/open.ts';
import type { Trainer } from '../engine/trainer.ts';
import { InputError } from '../errors.ts';
import { imageCount, imageDimensions, toFloats } from '../images.ts';
import { permutation, seededRandom } from '../random.ts';
import type { PipelineSettings } from '../settings.ts';
import { trainingDescription } from './descriptions.ts';
import type { Run, Stage } from './stage.ts';

export type TrainingSettings = Pick<
  PipelineSettings,
  'epochs' | 'batchSize' | 'learningRate' | 'engine' | 'seed'
>;

/** Of all settings those that decide about the weights. */
export function trainingSettings(settings: TrainingSettings) {
  const { epochs, batchSize, learningRate, engine, seed } = settings;
  return { epochs, batchSize, learningRate, engine, seed };
}

export function trainStage(settings: TrainingSettings): Stage {
  return {
    name: 'train',
    title: 'Train',
    reads: [],
    writes: [FILES.training, FILES.history],
    settings: trainingSettings(settings),
    check: ({ train: { shape } }) => {
      if (shape.height % 4 === 0 && shape.width % 4 === 0) return;
      throw new InputError(
        `The images are ${shape.height} × ${shape.width} pixels; the autoencoder halves them twice, ` +
          `so height and width must be multiples of 4.`,
      );
    },
    run: async (run, write) => {
      const { shape } = run.dataset.train;
      const network = convolutionalAutoencoder(shape.channels);
      const image = imageDimensions(shape);
      const start = initialState(layoutOf(network), seededRandom(settings.seed, 'initial weights'));
      const trainer = await createTrainer(settings.engine, network, image, start, run);
      const history = await fit(trainer, run, settings);
      const description = trainingDescription(run, trainingSettings(settings), history);
      const state = await trainer.state();
      write(
        FILES.training,
        encodeTrainingModel(network, image, state, settings.learningRate, description),
      );
      write(FILES.history, `${JSON.stringify(history)}\n`);
      await trainer.close();
      return { testMse: history.last.testMse };
    },
  };
}

/** Trains for all epochs, with the test error after each. */
async function fit(
  trainer: Trainer,
  { dataset, report }: Run,
  settings: TrainingSettings,
): Promise<History> {
  const { epochs, learningRate } = settings;
  const total = epochs * imageCount(dataset.train);
  const steps: number[] = [];
  const results: HistoryEpoch[] = [];
  let done = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let lossSum = 0;
    for (const batch of epochBatches(imageCount(dataset.train), epoch, settings)) {
      const images = toFloats(dataset.train, batch);
      const loss = await trainer.step(images, batch.length, learningRate);
      steps.push(loss);
      checkFinite('loss', loss, steps.length, learningRate);
      lossSum += loss * batch.length;
      done += batch.length;
      const detail = `epoch ${epoch}/${epochs}, loss ${loss.toFixed(5)}`;
      report.progress(done, total, 'images', detail);
    }
    const trainLoss = lossSum / imageCount(dataset.train);
    const testMse = await trainer.evaluate(dataset.test);
    checkFinite('test error', testMse, steps.length, learningRate);
    results.push({ epoch, trainLoss, testMse });
    report.note(
      `Epoch ${epoch}/${epochs}: training loss ${trainLoss.toFixed(5)}, test MSE ${testMse.toFixed(5)}`,
    );
  }
  return { steps, epochs: results, last: results[results.length - 1], best: lowest(results) };
}

/**
 * Indices of the images of each step of an epoch: all images once, in an order of the epoch's own.
 *
 * @param epoch 1 for the first
 */
export function epochBatches(
  count: number,
  epoch: number,
  { batchSize, seed }: Pick<TrainingSettings, 'batchSize' | 'seed'>,
): Uint32Array[] {
  const order = permutation(count, seededRandom(seed, `order of epoch ${epoch}`));
  return Array.from({ length: Math.ceil(count / batchSize) }, (_, i) =>
    order.subarray(i * batchSize, (i + 1) * batchSize),
  );
}

function checkFinite(what: string, value: number, step: number, learningRate: number): void {
  if (Number.isFinite(value)) return;
  throw new Error(
    `The ${what} became ${value} at step ${step} with learning rate ${learningRate}; ` +
      `nothing was written. Try a smaller --learning-rate.`,
  );
}

function lowest(epochs: readonly HistoryEpoch[]): HistoryEpoch {
  return epochs.reduce((best, epoch) => (epoch.testMse < best.testMse ? epoch : best));
}

/** Images → a trained autoencoder, with everything that training on from it needs. */
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { FILES, type History, type HistoryEpoch } from '../contract.ts';
import { Trainer } from '../engine/trainer.ts';
import { InputError } from '../errors.ts';
import { imageCount, imageDimensions, toFloats } from '../images.ts';
import { permutation, seededRandom } from '../random.ts';
import type { PipelineSettings } from '../settings.ts';
import { trainingDescription } from './descriptions.ts';
import type { Run, Stage } from './stage.ts';

type Settings = Pick<PipelineSettings, 'epochs' | 'batchSize' | 'learningRate' | 'seed'>;

export function trainStage({ epochs, batchSize, learningRate, seed }: Settings): Stage {
  const settings = { epochs, batchSize, learningRate, seed };
  return {
    name: 'train',
    title: 'Train',
    reads: [],
    writes: [FILES.training, FILES.history],
    settings,
    check: ({ train: { shape } }) => {
      if (shape.height % 4 === 0 && shape.width % 4 === 0) return;
      throw new InputError(
        `The images are ${shape.height} × ${shape.width} pixels; the autoencoder halves them twice, ` +
          `so height and width must be multiples of 4.`,
      );
    },
    run: async (run) => {
      const { shape } = run.dataset.train;
      const trainer = await Trainer.create(
        convolutionalAutoencoder(shape.channels),
        imageDimensions(shape),
        seededRandom(seed, 'initial weights'),
      );
      const history = await fit(trainer, run, settings);
      const description = trainingDescription(run, history);
      run.folder.write(FILES.training, trainer.encode(learningRate, description));
      run.folder.write(FILES.history, `${JSON.stringify(history)}\n`);
      await trainer.close();
      return { testMse: history.last.testMse };
    },
  };
}

/** Trains for all epochs, with the test error after each. */
async function fit(
  trainer: Trainer,
  { dataset, report }: Run,
  { epochs, batchSize, learningRate, seed }: Settings,
): Promise<History> {
  const random = seededRandom(seed, 'order of the images');
  const count = imageCount(dataset.train);
  const steps: number[] = [];
  const results: HistoryEpoch[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = permutation(count, random);
    let lossSum = 0;
    for (let from = 0; from < count; from += batchSize) {
      const batch = order.subarray(from, from + batchSize);
      const loss = await trainer.step(toFloats(dataset.train, batch), batch.length, learningRate);
      steps.push(loss);
      if (!Number.isFinite(loss)) throw new DivergenceError(loss, steps.length, learningRate);
      lossSum += loss * batch.length;
      const done = (epoch - 1) * count + from + batch.length;
      report.progress(
        done,
        epochs * count,
        'images',
        `epoch ${epoch}/${epochs}, loss ${loss.toFixed(5)}`,
      );
    }
    const testMse = await trainer.evaluate(dataset.test);
    results.push({ epoch, trainLoss: lossSum / count, testMse });
    report.note(
      `Epoch ${epoch}/${epochs}: training loss ${(lossSum / count).toFixed(5)}, test MSE ${testMse.toFixed(5)}`,
    );
  }
  return { steps, epochs: results, last: results[results.length - 1], best: lowest(results) };
}

export class DivergenceError extends Error {
  constructor(loss: number, step: number, learningRate: number) {
    super(
      `The loss became ${loss} at step ${step} with learning rate ${learningRate}; ` +
        `nothing was written. Try a smaller --learning-rate.`,
    );
  }
}

function lowest(epochs: readonly HistoryEpoch[]): HistoryEpoch {
  return epochs.reduce((best, epoch) => (epoch.testMse < best.testMse ? epoch : best));
}

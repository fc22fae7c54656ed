/** Images → a trained autoencoder, with everything that training on from it needs. */
import { TENSORS } from '../../exporter/tensorNames.ts';
import { FILES, type ElboParts, type HistoryEpoch } from '../contract.ts';
import { createTrainer } from '../engine/open.ts';
import type { Losses as StepLosses, Trainer } from '../engine/trainer.ts';
import { imageCount, imageDimensions, toFloats } from '../images.ts';
import { Interrupted } from '../interruption.ts';
import { normalNumbers, permutation, seededRandom } from '../random.ts';
import { adviceOn } from '../training/advice.ts';
import type { Losses } from '../training/checkpoint.ts';
import { CheckpointWriter } from '../training/checkpointWriter.ts';
import { rateAt } from '../training/learningRates.ts';
import { divergenceWeight, networkOf } from '../training/network.ts';
import { stepsPerEpoch } from '../training/position.ts';
import { startingPoint, type Beginning } from '../training/resume.ts';
import { recordedTraining, type TrainingSettings } from '../training/settings.ts';
import type { Run, Stage } from './stage.ts';

/** Seconds between two checkpoints within an epoch; there is one at the end of each epoch too. */
const CHECKPOINT_INTERVAL = 30;

/** @param interval seconds between two checkpoints within an epoch; 0 makes one after every step */
export function trainStage(
  settings: TrainingSettings,
  beginning: Beginning,
  interval = CHECKPOINT_INTERVAL,
): Stage {
  return {
    name: 'train',
    title: 'Train',
    reads: [],
    writes: [FILES.training, FILES.history],
    settings: recordedTraining(settings),
    run: async (run, write) => {
      const { shape } = run.dataset.train;
      const network = networkOf(settings, shape);
      const start = await startingPoint(run, network, settings, beginning);
      for (const advice of adviceOn(run.dataset.train, settings)) run.report.note(advice);
      const { engine } = settings;
      const trainer = await createTrainer(
        engine,
        network,
        imageDimensions(shape),
        start.state,
        run,
      );
      const made = start.losses.steps.length;
      const writer = new CheckpointWriter({ run, write, network, settings, interval }, made);
      try {
        const epochs = await run.interruption.hold(() =>
          fit(trainer, run, settings, start.losses, writer),
        );
        return { testMse: epochs[epochs.length - 1].testMse };
      } finally {
        await trainer.close();
      }
    },
  };
}

/**
 * Trains on to the end of the last epoch, with the test error after each; checkpoints go to `writer`.
 *
 * @param start losses of the steps made so far
 * @throws Interrupted after a last checkpoint, where the person has asked to stop
 */
async function fit(
  trainer: Trainer,
  { dataset: { train, test }, report, interruption }: Run,
  settings: TrainingSettings,
  start: Losses,
  writer: CheckpointWriter,
): Promise<readonly HistoryEpoch[]> {
  const losses = recordOf(start);
  const keep = async () => {
    writer.keep({ state: await trainer.state(), losses });
  };
  const { epochs, seed } = settings;
  const count = imageCount(train);
  const total = epochs * count;
  const batches = batchesAfter(losses.steps.length, count, settings);
  // All steps were made, but the run was ended before it could record so.
  if (losses.epochs.length === epochs) await keep();
  for (const { epoch, batch, done, last } of batches) {
    const step = losses.steps.length + 1;
    const made = await trainer.step(toFloats(train, batch), batch.length, {
      learningRate: rateAt(settings.learningRates, step),
      divergenceWeight: divergenceWeight(settings, step, stepsPerEpoch(count, settings)),
      normal: normalNumbers(seededRandom(seed, `noise of step ${step}`)),
    });
    const loss = made[TENSORS.loss];
    losses.steps.push(loss);
    losses.reconstructions?.push(made[TENSORS.reconstructionLoss]);
    losses.divergences?.push(made[TENSORS.divergence]);
    writer.checkFinite('loss', loss, losses);
    report.progress(done, total, 'images', `epoch ${epoch}/${epochs}, loss ${loss.toPrecision(4)}`);
    if (last) {
      const normal = normalNumbers(seededRandom(seed, 'noise of the test images'));
      const errors = await trainer.evaluate(test, normal);
      const ended = endOfEpoch(epoch, count, settings, losses, errors);
      writer.checkFinite('test error', ended.testLoss, losses);
      losses.epochs.push(ended);
      report.note(`Epoch ${epoch}/${epochs}: ${describeEpoch(ended, settings)}`);
    }
    const stopping = interruption.requested && done < total;
    if (last || writer.due || (stopping && !writer.replacesFinished)) await keep();
    if (stopping) throw new Interrupted(writer.farewell());
  }
  return losses.epochs;
}

interface Batch {
  /** 1 for the first. */
  readonly epoch: number;
  /** Indices of its images. */
  readonly batch: Uint32Array;
  /** Images since the beginning of the training, with these. */
  readonly done: number;
  /** Whether the epoch ends with it. */
  readonly last: boolean;
}

/** The batches that are left after so many steps, to the end of the last epoch. */
function* batchesAfter(made: number, count: number, settings: TrainingSettings): Generator<Batch> {
  const steps = stepsPerEpoch(count, settings);
  for (let epoch = Math.floor(made / steps) + 1; epoch <= settings.epochs; epoch++) {
    const before = (epoch - 1) * steps;
    for (const [i, batch] of epochBatches(count, epoch, settings).entries()) {
      if (before + i < made) continue;
      const done = (epoch - 1) * count + i * settings.batchSize + batch.length;
      yield { epoch, batch, done, last: i === steps - 1 };
    }
  }
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

/** A copy that grows as training goes on. */
function recordOf({ steps, reconstructions, divergences, epochs }: Losses) {
  return {
    steps: [...steps],
    ...(reconstructions && { reconstructions: [...reconstructions] }),
    ...(divergences && { divergences: [...divergences] }),
    epochs: [...epochs],
  };
}

/** What is told of the epoch that has just ended. */
function endOfEpoch(
  epoch: number,
  count: number,
  settings: TrainingSettings,
  { steps, reconstructions, divergences }: Losses,
  errors: StepLosses,
): HistoryEpoch {
  const trainLoss = epochMean(steps, count, settings);
  const testMse = errors[TENSORS.squaredError];
  if (!reconstructions || !divergences) {
    return { epoch, trainLoss, testLoss: testMse, testMse };
  }
  const perEpoch = stepsPerEpoch(count, settings);
  const train: ElboParts = {
    reconstruction: epochMean(reconstructions, count, settings),
    divergence: epochMean(divergences, count, settings),
  };
  const test: ElboParts = {
    reconstruction: errors[TENSORS.reconstructionLoss],
    divergence: errors[TENSORS.divergence],
  };
  const weight = divergenceWeight(settings, epoch * perEpoch, perEpoch);
  const testLoss = test.reconstruction + weight * test.divergence;
  return { epoch, trainLoss, testLoss, testMse, elbo: { train, test } };
}

function describeEpoch(
  { trainLoss, testMse, elbo }: HistoryEpoch,
  { likelihood }: TrainingSettings,
): string {
  if (!elbo) return `training loss ${trainLoss.toFixed(5)}, test MSE ${testMse.toFixed(5)}`;
  const bound = ({ reconstruction, divergence }: ElboParts) =>
    `${(-reconstruction - divergence).toFixed(2)} (−${reconstruction.toFixed(2)} − KL ${divergence.toFixed(2)})`;
  const unit = likelihood === 'gaussian' ? 'nats up to a constant' : 'nats';
  return `ELBO ${bound(elbo.train)} in training, ${bound(elbo.test)} in test, ${unit}; test MSE ${testMse.toFixed(5)}`;
}

/** Mean over the images of the epoch that has just ended, from the numbers of its steps. */
function epochMean(
  steps: readonly number[],
  count: number,
  settings: Pick<TrainingSettings, 'batchSize'>,
): number {
  const { batchSize } = settings;
  const sum = steps
    .slice(-stepsPerEpoch(count, settings))
    .reduce((sum, value, i) => sum + value * Math.min(batchSize, count - i * batchSize), 0);
  return sum / count;
}

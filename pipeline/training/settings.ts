import { describeRates, type LearningRates } from './learningRates.ts';

/** All that decides about the weights besides the images. */
export interface TrainingSettings {
  /** Passes over the training images. */
  readonly epochs: number;
  /** Images a step. */
  readonly batchSize: number;
  /** Adam's α of every step. */
  readonly learningRates: LearningRates;
  /** Start of every random sequence. */
  readonly seed: number;
}

/** The settings as the manifest and the models tell of them. */
export function recordedTraining({ epochs, batchSize, learningRates, seed }: TrainingSettings) {
  return { epochs, batchSize, learningRate: describeRates(learningRates), seed };
}

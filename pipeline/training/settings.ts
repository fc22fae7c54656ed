import type { Engine } from '../engine/open.ts';
import { recordedModel, type ModelOptions } from './network.ts';
import { describeRates, type LearningRates } from './learningRates.ts';

/** All that decides about the weights besides the images. */
export interface TrainingSettings extends ModelOptions {
  /** Passes over the training images. */
  readonly epochs: number;
  /** Images a step. */
  readonly batchSize: number;
  /** Adam's α of every step. */
  readonly learningRates: LearningRates;
  /** What trains. */
  readonly engine: Engine;
  /** Start of every random sequence. */
  readonly seed: number;
}

/** The settings as the manifest and the models tell of them. */
export function recordedTraining(settings: TrainingSettings) {
  const { epochs, batchSize, learningRates, engine, seed } = settings;
  return {
    ...recordedModel(settings),
    epochs,
    batchSize,
    learningRate: describeRates(learningRates),
    engine,
    seed,
  };
}

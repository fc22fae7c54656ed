/** Where a training stands: a number of steps, told in epochs. */
import type { TrainingSettings } from './settings.ts';

/** After step `step` of the `steps` of epoch `epoch`; all 1 for the first. */
export interface Position {
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
}

/** Whether the step is one of its epoch. */
export function isPosition({ step, steps }: Position): boolean {
  return step <= steps;
}

/** Steps in an epoch; the last of them takes what is left of the images. */
export function stepsPerEpoch(
  images: number,
  { batchSize }: Pick<TrainingSettings, 'batchSize'>,
): number {
  return Math.ceil(images / batchSize);
}

/** @param made steps made, at least 1 */
export function positionAfter(made: number, steps: number): Position {
  const epoch = Math.ceil(made / steps);
  return { epoch, step: made - (epoch - 1) * steps, steps };
}

export function stepsMade({ epoch, step, steps }: Position): number {
  return (epoch - 1) * steps + step;
}

/** Such as `epoch 2, step 412 of 705`. */
export function describePosition({ epoch, step, steps }: Position): string {
  return `epoch ${epoch}, step ${step} of ${steps}`;
}

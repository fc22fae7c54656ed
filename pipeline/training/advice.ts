import type { TrainingSettings } from './settings.ts';
import { stepsPerEpoch } from './position.ts';

/** Steps from which images begin to come back with their details; some thousand make them sharp. */
const ENOUGH = 200;

/** Says so where a training has few steps, and how it would have more; null where it has enough. */
export function adviceOnSteps(
  images: number,
  settings: Pick<TrainingSettings, 'epochs' | 'batchSize'>,
): string | null {
  const perEpoch = stepsPerEpoch(images, settings);
  const steps = settings.epochs * perEpoch;
  if (steps >= ENOUGH) return null;
  const epochs = Math.ceil(ENOUGH / perEpoch);
  return (
    `Only ${steps} training step${steps === 1 ? '' : 's'}, so images will come back blurred; ` +
    `--epochs ${epochs} would make ${epochs * perEpoch}.`
  );
}

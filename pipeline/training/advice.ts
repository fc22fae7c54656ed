/** What a person may want to know before a training, since it will show in what comes out. */
import { imageCount, type ImageSet } from '../images.ts';
import { stepsPerEpoch } from './position.ts';
import type { TrainingSettings } from './settings.ts';

/** Steps from which images begin to come back with their details; some thousand make them sharp. */
const ENOUGH = 200;

type Advised = Pick<
  TrainingSettings,
  'epochs' | 'batchSize' | 'model' | 'likelihood' | 'beta' | 'klWarmUp'
>;

/** Sentences; none where there is nothing to say. */
export function adviceOn(images: ImageSet, settings: Advised): string[] {
  return [
    onSteps(imageCount(images), settings),
    onLikelihood(images, settings),
    onWarmUp(settings),
  ].filter((sentence) => sentence !== null);
}

/** Where there are few steps, how there would be more. */
function onSteps(images: number, settings: Advised): string | null {
  const perEpoch = stepsPerEpoch(images, settings);
  const steps = settings.epochs * perEpoch;
  if (steps >= ENOUGH) return null;
  const epochs = Math.ceil(ENOUGH / perEpoch);
  return (
    `Only ${steps} training step${steps === 1 ? '' : 's'}, so images will come back blurred; ` +
    `--epochs ${epochs} would make ${epochs * perEpoch}.`
  );
}

/** Values of colour photographs lie between the ends, where a Bernoulli variable is never. */
function onLikelihood({ shape }: ImageSet, { model, likelihood }: Advised): string | null {
  if (model !== 'vae' || likelihood !== 'bernoulli' || shape.channels === 1) return null;
  return 'The bernoulli likelihood takes pixels for black or white; --likelihood gaussian fits colour photographs better.';
}

/** Where training ends while the weight of the divergence is still growing. */
function onWarmUp({ model, epochs, beta, klWarmUp }: Advised): string | null {
  if (model !== 'vae' || klWarmUp <= epochs) return null;
  const reached = Number(((beta * epochs) / klWarmUp).toPrecision(3));
  return (
    `The weight of the divergence never reaches --beta ${beta}: it grows over --kl-warm-up ${klWarmUp} epochs, ` +
    `and is ${reached} at the end of --epochs ${epochs}.`
  );
}

/** From where a training starts: anew, or from the checkpoint in the run's folder. */
import type { Autoencoder } from '../../exporter/autoencoder.ts';
import { FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import type { RunFolder } from '../files/runFolder.ts';
import { imageCount } from '../images.ts';
import { flagOf } from '../settings/command.ts';
import type { PipelineSettings, TrainingOptions } from '../settings/pipeline.ts';
import type { Run } from '../stages/stage.ts';
import {
  readCheckpoint,
  readFacts,
  startOf,
  type CheckpointFacts,
  type Progress,
} from './checkpoint.ts';
import {
  describeRates,
  rateAt,
  ratesUntil,
  ratesWith,
  type LearningRates,
} from './learningRates.ts';
import { describePosition, stepsMade, stepsPerEpoch } from './position.ts';
import { recordedModel } from './network.ts';
import type { TrainingSettings } from './settings.ts';

/** What to do with a training that the folder holds. */
export interface Beginning {
  /** Go on from it, be it with more epochs, another learning rate or another engine. */
  readonly resume: boolean;
  /** Begin anew whatever there is. */
  readonly force: boolean;
}

/**
 * The settings of a training. With `--resume` they are those of the checkpoint where none are given,
 * and the steps that were made keep their learning rates, so that the settings always tell the whole
 * of it.
 *
 * @throws InputError where there is nothing to resume, nothing left to do with the learning rate, or
 * an option is given that cannot change
 */
export async function trainingSettings(
  settings: PipelineSettings,
  folder: RunFolder,
): Promise<TrainingSettings> {
  if (!settings.resume) return withRates(settings, [{ from: 1, rate: settings.learningRate }]);
  const facts = await readFacts(folder);
  if (facts === null) {
    throw new InputError(
      `There is no ${folder.file(FILES.training)} to --resume; leave --resume out to begin, or name the folder of a run with --out.`,
    );
  }
  refuseUnkept(settings, facts, folder);
  const made = stepsMade(facts.position);
  const options = { ...settings, ...optionsOf(facts), ...settings.given };
  const { epochs, learningRate } = options;
  const learningRates = ratesWith(facts.learning_rates, made, learningRate);
  if (made === epochs * facts.position.steps && learningRates.at(-1)!.from > made) {
    throw new InputError(
      `--learning-rate ${learningRate} would change nothing, since all ${epochs} epochs are made; ask for more with --epochs.`,
    );
  }
  return withRates(options, learningRates);
}

/** Of a training that goes on, all but the length, the learning rate and the engine are kept. */
const KEPT = ['model', 'latentDim', 'likelihood', 'beta', 'klWarmUp', 'batchSize', 'seed'] as const;

/** @throws InputError where one of them is asked to be another */
function refuseUnkept(
  { given }: PipelineSettings,
  facts: CheckpointFacts,
  folder: RunFolder,
): void {
  const { settings } = facts;
  const other = KEPT.filter((name) => name in given && given[name] !== settings[name]);
  if (other.length === 0) return;
  const named = other.map(
    (name) => `${flagOf(name)} (${settings[name] ?? 'none'} there, ${given[name]} asked)`,
  );
  throw new InputError(
    `${holds(folder, facts)}, and a resumed training keeps its ${named.join(', ')}; leave ` +
      `that out, begin anew with --force, or choose another folder with --out.`,
  );
}

function withRates(options: TrainingOptions, learningRates: LearningRates): TrainingSettings {
  const { model, latentDim, likelihood, beta, klWarmUp, epochs, batchSize, engine, seed } = options;
  const network = { model, latentDim, likelihood, beta, klWarmUp };
  return { ...network, epochs, batchSize, engine, seed, learningRates };
}

/** The options with which the checkpoint would go on as it is. */
function optionsOf({ settings, learning_rates, position }: CheckpointFacts) {
  return { ...settings, learningRate: rateAt(learning_rates, stepsMade(position)) };
}

/**
 * The state and losses from which training goes on, with a note where that is not the beginning.
 *
 * @throws InputError where the folder holds a checkpoint from which this training must not go on
 */
export async function startingPoint(
  run: Run,
  network: Autoencoder,
  settings: TrainingSettings,
  { resume, force }: Beginning,
): Promise<Progress> {
  const finished = 'train' in run.manifest.stages;
  const anew = force || (finished && !resume);
  const facts = anew ? null : await readFacts(run.folder);
  // Before its weights are read, which fit no other network.
  if (facts !== null) refuseOther(run, facts, settings);
  const checkpoint = facts && (await readCheckpoint(run.folder, network));
  if (checkpoint === null) return beginning(network, settings);
  refuseChange(run, checkpoint.facts, settings, resume);
  const { position } = checkpoint.facts;
  run.report.note(
    `Training goes on from ${describePosition(position)}${changes(checkpoint.facts, settings)}.`,
  );
  return checkpoint;
}

/** Such as `, with epochs 5 → 10, learning rate 0.001 → 0.0005`; empty where nothing changes. */
function changes(facts: CheckpointFacts, settings: TrainingSettings): string {
  const was = optionsOf(facts);
  const rate = rateAt(settings.learningRates, stepsMade(facts.position) + 1);
  const changed = [
    ['epochs', was.epochs, settings.epochs],
    ['learning rate', was.learningRate, rate],
    ['engine', was.engine, settings.engine],
  ].filter(([, before, now]) => before !== now);
  if (changed.length === 0) return '';
  return `, with ${changed.map(([name, before, now]) => `${name} ${before} → ${now}`).join(', ')}`;
}

function beginning(network: Autoencoder, settings: TrainingSettings): Progress {
  const parts = network.variational === null ? {} : { reconstructions: [], divergences: [] };
  return { state: startOf(network, settings), losses: { steps: [], ...parts, epochs: [] } };
}

/** Refuses a checkpoint of other images, or of settings that nothing can change. */
function refuseOther(run: Run, facts: CheckpointFacts, settings: TrainingSettings): void {
  const fixed = differences(
    describeCheckpoint(facts).fixed,
    describeRun(run, facts, settings).fixed,
  );
  if (fixed === '') return;
  throw new InputError(
    `${holds(run.folder, facts)} that cannot go on with other images or settings (${fixed}); ask for the same, ` +
      'begin anew with --force, or choose another folder with --out.',
  );
}

/** Refuses one of settings that --resume may change, unless it is asked for, and what leads backwards. */
function refuseChange(
  run: Run,
  facts: CheckpointFacts,
  settings: TrainingSettings,
  resume: boolean,
): void {
  const steps = stepsPerEpoch(imageCount(run.dataset.train), settings);
  if (facts.position.steps !== steps) {
    throw new InputError(
      `${holds(run.folder, facts)}, but an epoch of these images in batches of ${settings.batchSize} has ${steps} steps; ` +
        'put the file back as it was, or begin anew with --force.',
    );
  }
  const changeable = differences(
    describeCheckpoint(facts).changeable,
    describeRun(run, facts, settings).changeable,
  );
  if (changeable !== '' && !resume) {
    throw new InputError(
      `${holds(run.folder, facts)} with other settings (${changeable}); go on from it with --resume, where what is ` +
        'not given stays as it is there, begin anew with --force, or choose another folder with --out.',
    );
  }
  if (stepsMade(facts.position) > settings.epochs * facts.position.steps) {
    throw new InputError(
      `${holds(run.folder, facts)}, which is past --epochs ${settings.epochs}; ask for at least ${facts.position.epoch}.`,
    );
  }
}

/** How a sentence about a checkpoint begins. */
function holds(folder: RunFolder, { position }: CheckpointFacts): string {
  return `${folder.file(FILES.training)} holds a training at ${describePosition(position)}`;
}

/** What a training depends on, by its name for people. */
interface Basis {
  readonly fixed: Readonly<Record<string, string | number | undefined>>;
  readonly changeable: Readonly<Record<string, string | number>>;
}

function describeCheckpoint(facts: CheckpointFacts): Basis {
  const { epochs, batchSize, engine, seed, ...network } = facts.settings;
  const learningRate = describeRates(facts.learning_rates);
  return {
    fixed: {
      images: describeImages(facts.dataset, facts.data_sha256),
      ...network,
      seed,
      batchSize,
    },
    changeable: { epochs, learningRate, engine, device: facts.device, ...facts.versions },
  };
}

function describeRun(
  { manifest, device }: Run,
  { position }: CheckpointFacts,
  settings: TrainingSettings,
): Basis {
  const { epochs, batchSize, engine, seed } = settings;
  const { title, fingerprint } = manifest.dataset;
  const learningRate = describeRates(ratesUntil(settings.learningRates, stepsMade(position)));
  return {
    fixed: {
      images: describeImages(title, fingerprint),
      ...recordedModel(settings),
      seed,
      batchSize,
    },
    changeable: { epochs, learningRate, engine, device: device.name, ...manifest.versions },
  };
}

function describeImages(title: string, fingerprint: string): string {
  return `${title} with SHA-256 ${fingerprint.slice(0, 12)}…`;
}

/** Such as `seed 42 there, 43 here`; empty where nothing differs. */
function differences(there: Basis['fixed'], here: Basis['fixed']): string {
  return Object.entries(here)
    .filter(([name, value]) => there[name] !== value)
    .map(([name, value]) => `${name} ${there[name]} there, ${value} here`)
    .join('; ');
}

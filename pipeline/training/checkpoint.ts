/**
 * A training on disk: `training.onnx` holds its state and what going on exactly depends on, and
 * `history.json` beside it the losses that led there.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Autoencoder } from '../../exporter/autoencoder.ts';
import { decodeModel } from '../../exporter/onnx.ts';
import { initialState, layoutOf, STATE_KEYS, type TrainingState } from '../../exporter/state.ts';
import { TENSORS } from '../../exporter/tensorNames.ts';
import { decodeTrainingModel, encodeTrainingModel } from '../../exporter/trainingGraphs.ts';
import { FILES, type History, type HistoryEpoch } from '../contract.ts';
import { ENGINES } from '../engine/open.ts';
import { InputError } from '../errors.ts';
import { sha256, type RunFolder } from '../files/runFolder.ts';
import { imageCount, imageDimensions } from '../images.ts';
import { seededRandom } from '../random.ts';
import { trainingDescription } from '../stages/descriptions.ts';
import type { Run } from '../stages/stage.ts';
import { areRates, rateAt, ratesUntil } from './learningRates.ts';
import { isPosition, positionAfter, stepsMade, stepsPerEpoch } from './position.ts';
import { MODELS } from './network.ts';
import type { TrainingSettings } from './settings.ts';

/** How training went so far: a loss for every step made, and a line for every epoch that ended. */
export type Losses = Pick<History, 'steps' | 'reconstructions' | 'divergences' | 'epochs'>;

/** A training that stands somewhere. */
export interface Progress {
  readonly state: TrainingState;
  readonly losses: Losses;
}

export interface Checkpoint extends Progress {
  readonly facts: CheckpointFacts;
}

export type CheckpointFacts = z.infer<typeof Facts>;

/** The state before the first step. */
export function startOf(
  network: Autoencoder,
  { seed }: Pick<TrainingSettings, 'seed'>,
): TrainingState {
  return initialState(layoutOf(network), seededRandom(seed, 'initial weights'));
}

/** The content of both files; a finished training is the checkpoint at its end. */
export function encodeCheckpoint(
  run: Run,
  network: Autoencoder,
  settings: TrainingSettings,
  { state, losses }: Progress,
): { readonly history: string; readonly training: Uint8Array } {
  const made = losses.steps.length;
  const { train } = run.dataset;
  const position = positionAfter(made, stepsPerEpoch(imageCount(train), settings));
  const description = trainingDescription(run, network, settings, position, losses.epochs);
  const facts = {
    ...description.facts,
    position: JSON.stringify(position),
    learning_rates: JSON.stringify(ratesUntil(settings.learningRates, made)),
    versions: JSON.stringify(run.manifest.versions),
    device: run.device.name,
    state_sha256: stateDigest(state),
    history_sha256: lossesDigest(losses),
  };
  const training = encodeTrainingModel(
    network,
    imageDimensions(train.shape),
    { start: startOf(network, settings), state },
    rateAt(settings.learningRates, made),
    { ...description, facts: { ...facts, facts_sha256: factsDigest(facts) } },
  );
  return { history: `${JSON.stringify(historyOf(network, losses))}\n`, training };
}

/**
 * What the folder's `training.onnx` says of itself.
 *
 * @returns null where there is no such file
 * @throws InputError for a file that Caelum did not write, or not as a checkpoint
 */
export async function readFacts(folder: RunFolder): Promise<CheckpointFacts | null> {
  const bytes = await readFile(folder, FILES.training);
  if (bytes === null) return null;
  return refusing(folder, () => factsOf(decodeModel(bytes).facts));
}

/**
 * The training in the folder.
 *
 * @returns null where there is no `training.onnx`
 * @throws InputError where a file is harmed, from elsewhere, or of another network
 */
export async function readCheckpoint(
  folder: RunFolder,
  network: Autoencoder,
): Promise<Checkpoint | null> {
  const training = await readFile(folder, FILES.training);
  if (training === null) return null;
  const history = await readFile(folder, FILES.history);
  return refusing(folder, () => {
    const { state, facts: written } = decodeTrainingModel(network, training);
    const facts = factsOf(written);
    if (stateDigest(state) !== facts.state_sha256) {
      throw new Error('was changed after it was written: its state has another SHA-256');
    }
    const made = stepsMade(facts.position);
    if (state.step[0] !== made) {
      throw new Error('was changed after it was written: its position is not that of its state');
    }
    const rate = rateAt(facts.learning_rates, made);
    const stored = decodeModel(training).initializers.get(TENSORS.learningRate)?.data[0];
    if (stored !== Math.fround(rate)) {
      throw new Error(
        `was changed after it was written: its ${TENSORS.learningRate} is ${stored}, but step ${made} was made with ${rate}`,
      );
    }
    return { state, losses: lossesOf(history, facts), facts };
  });
}

/** A fact that is JSON. */
function json<Content extends z.ZodType>(content: Content) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(content);
}

const count = z.int().positive();

const Facts = z.object({
  /** Title of the images. */
  dataset: z.string(),
  /** Their fingerprint. */
  data_sha256: z.string(),
  settings: json(
    z.object({
      model: z.enum(MODELS),
      latentDim: count.exactOptional(),
      likelihood: z.enum(['bernoulli', 'gaussian']).exactOptional(),
      beta: z.number().positive().exactOptional(),
      klWarmUp: z.number().nonnegative().exactOptional(),
      epochs: count,
      batchSize: count,
      engine: z.enum(ENGINES),
      seed: z.int().nonnegative(),
    }),
  ),
  /** Name of the device that made the last of the steps. */
  device: z.string(),
  /** Of the steps made. */
  learning_rates: json(
    z.array(z.object({ from: count, rate: z.number().positive() })).refine(areRates),
  ),
  position: json(z.object({ epoch: count, step: count, steps: count }).refine(isPosition)),
  /** Of what decides about the bytes. */
  versions: json(z.record(z.string(), z.string())),
  /** Over the vectors of the state, one after the other in the order of STATE_KEYS. */
  state_sha256: z.string(),
  /** Over the losses that led here. */
  history_sha256: z.string(),
  /** Over all other facts. */
  facts_sha256: z.string(),
});

const Elbo = z.object({ reconstruction: z.number(), divergence: z.number() });

const StoredLosses = z
  .object({
    steps: z.array(z.number()),
    reconstructions: z.array(z.number()).exactOptional(),
    divergences: z.array(z.number()).exactOptional(),
    epochs: z.array(
      z.object({
        epoch: count,
        trainLoss: z.number(),
        testLoss: z.number(),
        testMse: z.number(),
        elbo: z.object({ train: Elbo, test: Elbo }).exactOptional(),
      }),
    ),
  })
  .refine(({ reconstructions, divergences }) => reconstructions?.length === divergences?.length);

function factsOf(facts: Readonly<Record<string, string>>): CheckpointFacts {
  const { data, error } = Facts.safeParse(facts);
  if (error) {
    const names = new Set(error.issues.map(({ path }) => String(path[0])));
    throw new Error(
      `does not say where its training stands (missing or malformed: ${[...names].join(', ')})`,
    );
  }
  if (factsDigest(facts) !== data.facts_sha256) {
    throw new Error('was changed after it was written: its facts have another SHA-256');
  }
  return data;
}

/** The losses that led to the checkpoint; those of later steps, kept just before a stop, are cut. */
function lossesOf(history: Buffer | null, facts: CheckpointFacts): Losses {
  const { position } = facts;
  const made = stepsMade(position);
  const { steps, reconstructions, divergences, epochs } = parseLosses(history);
  if (steps.length < made) {
    throw new Error(`is at step ${made}, but ${FILES.history} has ${steps.length} losses`);
  }
  const ended = position.step === position.steps ? position.epoch : position.epoch - 1;
  const losses = {
    steps: steps.slice(0, made),
    ...(reconstructions && { reconstructions: reconstructions.slice(0, made) }),
    ...(divergences && { divergences: divergences.slice(0, made) }),
    epochs: epochs.slice(0, ended),
  };
  if (lossesDigest(losses) !== facts.history_sha256) {
    throw new Error(`goes with other losses than those in ${FILES.history}`);
  }
  return losses;
}

function parseLosses(history: Buffer | null): Losses {
  if (history === null) throw new Error(`needs ${FILES.history} beside it, which is not there`);
  try {
    return StoredLosses.parse(JSON.parse(history.toString()));
  } catch {
    throw new Error(`needs ${FILES.history} beside it, which is malformed`);
  }
}

/** `last` and `best` are there from the end of the first epoch on. */
function historyOf({ variational }: Autoencoder, losses: Losses): Partial<History> {
  const { epochs } = losses;
  const told = { ...(variational && { likelihood: variational.likelihood }), ...losses };
  return epochs.length === 0
    ? told
    : { ...told, last: epochs[epochs.length - 1], best: lowest(epochs) };
}

function lowest(epochs: readonly HistoryEpoch[]): HistoryEpoch {
  return epochs.reduce((best, epoch) => (epoch.testLoss < best.testLoss ? epoch : best));
}

function stateDigest(state: TrainingState): string {
  const hash = createHash('sha256');
  for (const key of STATE_KEYS) hash.update(state[key]);
  return hash.digest('hex');
}

/** In the order of the keys, since tools that rewrite a model need not keep another. */
function factsDigest(facts: Readonly<Record<string, string>>): string {
  const names = Object.keys(facts).filter((name) => name !== 'facts_sha256');
  return sha256(JSON.stringify(names.sort().map((name) => [name, facts[name]])));
}

function lossesDigest({ steps, reconstructions, divergences, epochs }: Losses): string {
  return sha256(JSON.stringify({ steps, reconstructions, divergences, epochs }));
}

async function readFile(folder: RunFolder, name: string): Promise<Buffer | null> {
  try {
    return await folder.read(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Turns what is said of `training.onnx` into a whole sentence. */
function refusing<Result>(folder: RunFolder, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new InputError(
      `${folder.file(FILES.training)} ${(error as Error).message}; ` +
        'put the file back as it was, or begin anew with --force.',
    );
  }
}

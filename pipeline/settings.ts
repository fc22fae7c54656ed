/** Every option of the two commands: its name, default and what it accepts; and how any command reads its own. */
import { isAbsolute, relative, resolve } from 'node:path';
import {
  Command,
  CommanderError,
  InvalidArgumentError,
  Option,
  type OptionValues,
} from 'commander';
import { VARIANTS, type VariantName } from './contract.ts';
import { DATASET_CHOICE, DATASET_NAMES } from './datasets/load.ts';
import type { ImageSize } from './datasets/request.ts';
import { LIKELIHOODS } from '../exporter/objectives/likelihoods.ts';
import { DEVICE_OPTIONS, type DeviceOption } from './engine/devices/device.ts';
import { ENGINES, type Engine } from './engine/open.ts';
import { InputError } from './errors.ts';
import { PROJECTION_NAMES, type ProjectionName } from './projections/maps.ts';
import { shardOf, type Shard } from './shards/shard.ts';
import { MODELS, type ModelOptions } from './training/network.ts';

/** What analysis depends on. */
export interface AnalysisSettings {
  /** Name of a known dataset, or the path of one's own. */
  readonly dataset: string;
  /** Folder where dataset files are looked for and kept; null: the cache. */
  readonly dataDir: string | null;
  /** Draw every pixel black or white, once. */
  readonly binarize: boolean;
  /** Never touch the network. */
  readonly offline: boolean;
  /** What models are trained and run on. */
  readonly device: DeviceOption;
  /** First so many images of each split; null: all. */
  readonly limit: number | null;
  /** Size to bring images to; null: their own. */
  readonly imageSize: ImageSize | null;
  /** Take colours away. */
  readonly grayscale: boolean;
  /** Start of every random sequence. */
  readonly seed: number;
  /** Kinds of map, in the order in which they are shown; the first is the one of the figures. */
  readonly projection: readonly ProjectionName[];
  /** Effective numbers of neighbours in t-SNE, each 1 or more: a map for each. */
  readonly perplexity: readonly number[];
  /** Training images on the maps at most. */
  readonly mapSize: number;
  /** Take them from every class in proportion, not the first ones. */
  readonly stratified: boolean;
  /** Folder of the run; null: `artifacts/<dataset>-<model>`. */
  readonly out: string | null;
  /** Make everything anew. */
  readonly force: boolean;
  /** Write JSON lines. */
  readonly json: boolean;
}

/** What training depends on besides the images. */
export interface TrainingOptions extends ModelOptions {
  readonly epochs: number;
  /** Images a step. */
  readonly batchSize: number;
  /** Adam's α, above 0 in float32. */
  readonly learningRate: number;
  /** What trains. */
  readonly engine: Engine;
  /** Start of every random sequence. */
  readonly seed: number;
}

/** How the likelihood of test images under a variational autoencoder is estimated. */
export interface LikelihoodSampling {
  /** Draws of the latent for each image. */
  readonly likelihoodSamples: number;
  /** First so many test images; 0: none, which leaves the likelihood out. */
  readonly likelihoodImages: number;
}

export interface PipelineSettings extends AnalysisSettings, TrainingOptions, LikelihoodSampling {
  /** Name or index of the class that training shall not see; null: it sees all. */
  readonly leaveOut: string | null;
  /** Smaller variants of the models, to be written beside them. */
  readonly export: readonly VariantName[];
  /** Go on from the training in the folder, with its options where none are given. */
  readonly resume: boolean;
  /** The options that were given, without the defaults of the others. */
  readonly given: Partial<TrainingOptions & Pick<AnalysisSettings, 'projection'>>;
}

export interface AnalyzeSettings extends AnalysisSettings {
  /** Path of an ONNX file: images → latents. */
  readonly encoder: string;
  /** Path of an ONNX file: latents → images. */
  readonly decoder: string;
}

/** What placing images onto the maps of a run depends on. */
export interface PlacingSettings extends Pick<
  AnalysisSettings,
  'dataset' | 'dataDir' | 'offline' | 'limit' | 'device' | 'out' | 'force' | 'json'
> {
  /** Folder of that run. */
  readonly onto: string;
  /** Which part of the images; null: all of them. */
  readonly shard: Shard | null;
}

/**
 * @param argv the words after the command
 * @throws InputError for unknown or malformed options; CommanderError with exit code 0 after `--help`
 */
export function pipelineSettings(argv: readonly string[]): PipelineSettings {
  const command = new Command('npm run pipeline --')
    .description(
      'Trains an autoencoder on images, exports it as ONNX, maps its latent space and writes one ' +
        'HTML page that runs the models.',
    )
    .addOption(
      new Option('--model <name>', 'a convolutional autoencoder, or a variational one')
        .choices(MODELS)
        .default('cae'),
    )
    .option(
      '--latent-dim <n>',
      'dimensions of the latent (vae)',
      wholeNumber(1, MOST_DIMENSIONS),
      16,
    )
    .addOption(
      new Option(
        '--likelihood <name>',
        'pixels are drawn black or white, or lie around their reconstruction (vae)',
      )
        .choices(Object.keys(LIKELIHOODS))
        .default('bernoulli'),
    )
    .option('--beta <x>', 'weight of the KL divergence in the loss (vae)', factor, 1)
    .option(
      '--kl-warm-up <epochs>',
      'epochs over which that weight grows from 0 (vae)',
      wholeNumber(0),
      0,
    )
    .option(
      '--likelihood-samples <n>',
      'draws for each image whose likelihood is estimated (vae)',
      wholeNumber(1),
      200,
    )
    .option(
      '--likelihood-images <n>',
      'first n test images whose likelihood is estimated, which takes long; 0 leaves it out (vae)',
      noneOrSeveral,
      500,
    )
    .option('--epochs <n>', 'passes over the training images', wholeNumber(1), 5)
    .option('--batch-size <n>', 'images a training step', wholeNumber(1), 64)
    .option('--learning-rate <x>', "Adam's step size", positiveFloat, 0.001)
    .addOption(
      new Option('--engine <name>', 'what trains: ONNX Runtime or TensorFlow.js')
        .choices(ENGINES)
        .default('onnx'),
    )
    .addOption(
      new Option(
        '--leave-out <class>',
        'name or index of a class that training shall not see; how well its test images can be ' +
          'told by their error is measured',
      ).default(null, 'none'),
    )
    .addOption(
      new Option(
        '--export <names>',
        `smaller variants of the models, to be written beside them: ${VARIANTS.join(', ')}, or both`,
      )
        .argParser(listOf(variantName))
        .default([], 'none'),
    )
    .addOption(
      new Option(
        '--resume',
        'go on from the training in the folder, be it with more --epochs or another ' +
          '--learning-rate; options of training that are not given are as they were there',
      ).conflicts('force'),
    );
  const options = parse(withAnalysisOptions(command, '<model>'), argv);
  checkModelOptions(command, options);
  return { resume: false, ...options, given: givenOf(command, options) } as PipelineSettings;
}

const VARIATIONAL = [
  'latentDim',
  'likelihood',
  'beta',
  'klWarmUp',
  'likelihoodSamples',
  'likelihoodImages',
] as const;

/** Options of one network must not be given in vain to another. */
function checkModelOptions(command: Command, options: OptionValues): void {
  const given = givenOf(command, options);
  if (options.model === 'vae' || given.resume) return;
  const vain = VARIATIONAL.find((name) => name in given);
  if (vain === undefined) return;
  throw new InputError(`${flagOf(vain)} is for --model vae, and the model is ${options.model}.`);
}

/** How a setting is written in a command: `--latent-dim` for `latentDim`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The options that do not come from a default. */
function givenOf(command: Command, options: OptionValues): OptionValues {
  const given = Object.entries(options).filter(
    ([name]) => command.getOptionValueSource(name) === 'cli',
  );
  return Object.fromEntries(given);
}

/** As {@link pipelineSettings}, for the command that analyses models from elsewhere, or images with a run's. */
export function analyzeSettings(argv: readonly string[]): AnalyzeSettings | PlacingSettings {
  const command = new Command('npm run analyze --')
    .description(
      'Maps, measures and shows any encoder and decoder in ONNX: float32 images N × C × H × W ' +
        'in [0, 1] in, latents of any shape. Or places any number of images onto the maps of a run, ' +
        'all at once or in shards.',
    )
    .option('--encoder <file>', 'ONNX model: images to latents, its first output', path)
    .option('--decoder <file>', 'ONNX model: latents to images, its first output', path)
    .option('--onto <run>', 'place the images onto the maps of this run, with its models', path)
    .addOption(
      new Option(
        '--shard <i/n>',
        'work on the i-th of n parts alone (with --onto), or on auto/n in an array of jobs; npm run ' +
          'merge joins them',
      )
        .argParser((text) => shardOf(text))
        .default(null, 'all images'),
    );
  const options = parse(withAnalysisOptions(command, 'analysis'), argv);
  if ('onto' in options) {
    checkPlacing(givenOf(command, options));
    return options as PlacingSettings;
  }
  if (options.shard !== null) {
    throw new InputError(
      '--shard goes with --onto: a shard places its images onto the maps of a run.',
    );
  }
  for (const name of ['encoder', 'decoder']) {
    if (name in options) continue;
    throw new InputError(
      `--${name} is missing: name an ONNX file with --encoder and one with --decoder, or a run with --onto; see ${command.name()} --help`,
    );
  }
  return options as AnalyzeSettings;
}

/** What comes from the run that images are placed onto. */
const OF_THE_RUN = [
  'encoder',
  'decoder',
  'binarize',
  'imageSize',
  'grayscale',
  'seed',
  'projection',
  'perplexity',
  'mapSize',
  'stratified',
];

function checkPlacing(given: OptionValues): void {
  const vain = OF_THE_RUN.find((name) => name in given);
  if (vain === undefined) return;
  throw new InputError(`${flagOf(vain)} is given by the run of --onto; leave it out.`);
}

/** @param model ends the name of the default folder */
function withAnalysisOptions(command: Command, model: string): Command {
  const orElse = (
    flags: string,
    description: string,
    read: (text: string) => unknown,
    otherwise: string,
  ) => new Option(flags, description).argParser(read).default(null, otherwise);
  return command
    .option(
      '--dataset <name|path>',
      `which images: ${DATASET_CHOICE}, or your own: a folder of pictures (its sub-folders are ` +
        'classes), a table in CSV (path, label), a .npy or .npz file, an IDX file of images',
      nameOrPath,
      'mnist',
    )
    .addOption(
      orElse(
        '--image-size <n>',
        'pixels that images are brought to, such as 64 or 96x64 (width x height)',
        imageSize,
        'their own; 64 for pictures of several sizes or larger',
      ),
    )
    .option('--grayscale', 'take colours away')
    .addOption(
      orElse('--data-dir <dir>', 'where dataset files are looked for and kept', path, 'the cache'),
    )
    .option(
      '--binarize',
      'draw every pixel black or white once, its intensity being the probability',
    )
    .option('--offline', 'never touch the network')
    .addOption(
      orElse('--limit <n>', 'first n images of each split, for a quick try', wholeNumber(2), 'all'),
    )
    .addOption(deviceOption().default('auto'))
    .option('--seed <n>', 'start of every random sequence', wholeNumber(0), 42)
    .addOption(
      new Option('--projection <names>', `kinds of map: ${PROJECTION_NAMES.join(', ')}, or several`)
        .argParser(listOf(projectionName))
        .default(['tsne'], 'tsne; latents of two numbers as they are'),
    )
    .addOption(
      new Option(
        '--perplexity <numbers>',
        'effective number of neighbours in t-SNE; several (10,30,100) give a map each',
      )
        .argParser(listOf(perplexity))
        .default([30], '30'),
    )
    .option('--map-size <n>', 'training images on the maps at most', wholeNumber(4), 10_000)
    .option('--stratified', 'take them from every class in proportion, not the first ones')
    .addOption(orElse('--out <dir>', 'folder of the run', path, `artifacts/<dataset>-${model}`))
    .option('--force', 'make everything anew, over whatever the folder holds')
    .option('--json', 'write one JSON object a line');
}

export function deviceOption(): Option {
  return new Option('--device <name>', 'what models are trained and run on').choices(
    DEVICE_OPTIONS,
  );
}

/**
 * Reads the words after a command.
 *
 * @throws InputError for unknown or malformed ones; CommanderError with exit code 0 after `--help`
 */
export function parse(command: Command, argv: readonly string[]): OptionValues {
  command
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .allowExcessArguments(false);
  try {
    const options = command.parse(argv, { from: 'user' }).opts();
    return {
      binarize: false,
      stratified: false,
      grayscale: false,
      offline: false,
      force: false,
      json: false,
      ...options,
    };
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode !== 0) {
      const reason = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
      throw new InputError(`${reason.replace(/\.$/, '')}; see ${command.name()} --help`);
    }
    throw error;
  }
}

/** Reader of a number within the range, both ends included. */
export function wholeNumber(least: number, most = MOST) {
  return (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

/** One has no interval. */
function noneOrSeveral(text: string): number {
  if (Number(text) === 1) throw new InvalidArgumentError('Expected 0, or a whole number from 2.');
  return wholeNumber(0)(text);
}

/** Seeds and counts are 32-bit. */
const MOST = 2 ** 31 - 1;

/**
 * More numbers than images of 32 x 32 in colour have (3,072): a latent of more would compress nothing, and
 * the weights of the layers around it, thousands for each dimension, soon fill the memory.
 */
const MOST_DIMENSIONS = 4096;

/** A number as people write it: no sign, no hexadecimal. */
const DECIMAL = /^[\d.]+(e[+-]?\d+)?$/i;

function positiveNumber(text: string): number {
  const number = Number(text);
  if (!DECIMAL.test(text) || !Number.isFinite(number) || number <= 0) {
    throw new InvalidArgumentError('Expected a number above 0.');
  }
  return number;
}

/** Reader of a list with commas, without repetition. */
export function listOf<Item>(read: (text: string) => Item) {
  return (text: string): Item[] => {
    const items = text.split(',').map((part) => read(part.trim()));
    const repeated = items.find((item, i) => items.indexOf(item) !== i);
    if (repeated !== undefined) {
      throw new InvalidArgumentError(`Expected each once; ${String(repeated)} is there twice.`);
    }
    return items;
  };
}

function projectionName(text: string): ProjectionName {
  return oneOf(PROJECTION_NAMES, text);
}

function variantName(text: string): VariantName {
  return oneOf(VARIANTS, text);
}

function oneOf<Name extends string>(names: readonly Name[], text: string): Name {
  const name = names.find((each) => each === text);
  if (name === undefined) {
    throw new InvalidArgumentError(
      `"${text}" is none of ${names.join(', ')}; join several with commas.`,
    );
  }
  return name;
}

function perplexity(text: string): number {
  const number = Number(text);
  if (!DECIMAL.test(text) || !Number.isFinite(number) || number < 1) {
    throw new InvalidArgumentError(
      `"${text}" is not a number from 1; join several with commas, as 10,30,100.`,
    );
  }
  return number;
}

/** Reader of a number that is above 0 in float32 too. */
function positiveFloat(text: string): number {
  const number = positiveNumber(text);
  if (Math.fround(number) === 0) {
    throw new InvalidArgumentError('Expected a number that is above 0 in float32, as 1e-45 is.');
  }
  return number;
}

/** Reader of a factor, which must be finite in float32 too. */
function factor(text: string): number {
  const number = positiveFloat(text);
  if (Math.fround(number) === Infinity) {
    throw new InvalidArgumentError('Expected a number that float32 holds, as 3e38 is.');
  }
  return number;
}

/** Sides of images that a network of this kind is of use for. */
const SIDES = { least: 4, most: 1024 } as const;

function imageSize(text: string): ImageSize {
  const [, width, height = width] = /^(\d+)(?:x(\d+))?$/i.exec(text) ?? [];
  const sides = { height: Number(height), width: Number(width) };
  const { least, most } = SIDES;
  if (!Object.values(sides).every((side) => side >= least && side <= most)) {
    throw new InvalidArgumentError(
      `Expected pixels from ${least} to ${most}, as 64 or 96x64 (width x height).`,
    );
  }
  return sides;
}

/** Names are as they are; all else is a path. */
function nameOrPath(text: string): string {
  return DATASET_NAMES.includes(text) ? text : path(text);
}

/** A path from where the command was given, which npm tells in INIT_CWD. */
export function path(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path.');
  return isAbsolute(text) ? text : relative('.', resolve(process.env.INIT_CWD ?? '.', text)) || '.';
}

/** Every option of the two commands: its name, default and what it accepts; and how any command reads its own. */
import { isAbsolute, relative, resolve } from 'node:path';
import {
  Command,
  CommanderError,
  InvalidArgumentError,
  Option,
  type OptionValues,
} from 'commander';
import { DATASET_NAMES } from './datasets/load.ts';
import { DEVICE_OPTIONS, type DeviceOption } from './engine/devices/device.ts';
import { ENGINES, type Engine } from './engine/open.ts';
import { InputError } from './errors.ts';
import { PROJECTION_NAMES, type ProjectionName } from './projections/maps.ts';

/** What analysis depends on. */
export interface AnalysisSettings {
  /** Name of a known dataset. */
  readonly dataset: string;
  /** Folder where dataset files are looked for and kept; null: the cache. */
  readonly dataDir: string | null;
  /** Never touch the network. */
  readonly offline: boolean;
  /** What models are trained and run on. */
  readonly device: DeviceOption;
  /** First so many images of each split; null: all. */
  readonly limit: number | null;
  /** Start of every random sequence. */
  readonly seed: number;
  /** Kinds of map, in the order in which they are shown; the first is the one of the figures. */
  readonly projection: readonly ProjectionName[];
  /** Effective numbers of neighbours in t-SNE, each 1 or more: a map for each. */
  readonly perplexity: readonly number[];
  /** Training images on the maps at most. */
  readonly mapSize: number;
  /** Folder of the run; null: `artifacts/<dataset>-<model>`. */
  readonly out: string | null;
  /** Make everything anew. */
  readonly force: boolean;
  /** Write JSON lines. */
  readonly json: boolean;
}

/** What training depends on besides the images. */
export interface TrainingOptions {
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

export interface PipelineSettings extends AnalysisSettings, TrainingOptions {
  /** Go on from the training in the folder, with its options where none are given. */
  readonly resume: boolean;
  /** The options that were given, without the defaults of the others. */
  readonly given: Partial<TrainingOptions>;
}

export interface AnalyzeSettings extends AnalysisSettings {
  /** Path of an ONNX file: images → latents. */
  readonly encoder: string;
  /** Path of an ONNX file: latents → images. */
  readonly decoder: string;
}

/**
 * @param argv the words after the command
 * @throws InputError for unknown or malformed options; CommanderError with exit code 0 after `--help`
 */
export function pipelineSettings(argv: readonly string[]): PipelineSettings {
  const command = new Command('npm run pipeline --')
    .description(
      'Trains a convolutional autoencoder on images, exports it as ONNX, maps its latent space ' +
        'and writes one HTML page that runs the models.',
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
        '--resume',
        'go on from the training in the folder, be it with more --epochs or another ' +
          '--learning-rate; options of training that are not given are as they were there',
      ).conflicts('force'),
    );
  const options = parse(withAnalysisOptions(command, 'cae'), argv);
  return { resume: false, ...options, given: givenOf(command, options) } as PipelineSettings;
}

/** The options that do not come from a default. */
function givenOf(command: Command, options: OptionValues): OptionValues {
  const given = Object.entries(options).filter(
    ([name]) => command.getOptionValueSource(name) === 'cli',
  );
  return Object.fromEntries(given);
}

/** As {@link pipelineSettings}, for the command that analyses models from elsewhere. */
export function analyzeSettings(argv: readonly string[]): AnalyzeSettings {
  const command = new Command('npm run analyze --')
    .description(
      'Maps, measures and shows any encoder and decoder in ONNX: float32 images N × C × H × W ' +
        'in [0, 1] in, latents of any shape.',
    )
    .requiredOption('--encoder <file>', 'ONNX model: images to latents, its first output', path)
    .requiredOption('--decoder <file>', 'ONNX model: latents to images, its first output', path);
  return parse(withAnalysisOptions(command, 'analysis'), argv) as AnalyzeSettings;
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
    .option('--dataset <name>', `which images: ${DATASET_NAMES.join(' or ')}`, 'mnist')
    .addOption(
      orElse('--data-dir <dir>', 'where dataset files are looked for and kept', path, 'the cache'),
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
        .default(['tsne'], 'tsne'),
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
    return { offline: false, force: false, json: false, ...options };
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode !== 0) {
      const reason = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
      throw new InputError(`${reason.replace(/\.$/, '')}; see ${command.name()} --help`);
    }
    throw error;
  }
}

/** Reader of a number from `least` to {@link MOST}. */
export function wholeNumber(least: number) {
  return (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > MOST) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${MOST}.`);
    }
    return number;
  };
}

/** Seeds and counts are 32-bit. */
const MOST = 2 ** 31 - 1;

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
function listOf<Item>(read: (text: string) => Item) {
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
  const name = PROJECTION_NAMES.find((each) => each === text);
  if (name === undefined) {
    throw new InvalidArgumentError(
      `"${text}" is none of ${PROJECTION_NAMES.join(', ')}; join several with commas.`,
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

/** A path from where the command was given, which npm tells in INIT_CWD. */
export function path(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path.');
  return isAbsolute(text) ? text : relative('.', resolve(process.env.INIT_CWD ?? '.', text)) || '.';
}

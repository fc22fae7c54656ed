/** The options of `npm run bench`. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { DeviceOption } from '../pipeline/engine/devices/device.ts';
import { deviceOption } from '../pipeline/settings/analysis.ts';
import { parse } from '../pipeline/settings/command.ts';
import { path, wholeNumber } from '../pipeline/settings/values.ts';
import type { MapSettings } from './map/measure.ts';
import type { NetworkSettings } from './network/measure.ts';
import { NETWORK_TASKS } from './network/tasks.ts';
import type { PageSettings } from './page/measure.ts';
import type { ShardSettings } from './shards/measure.ts';

/** Everything that can be measured, in the order in which it is. */
const TASKS = [...NETWORK_TASKS, 'map', 'page', 'shards'] as const;

export interface BenchSettings {
  /** Null where nothing of the network is to be measured. */
  readonly network: NetworkSettings | null;
  /** Null where the map is not to be measured. */
  readonly map: MapSettings | null;
  /** Null where the page is not to be measured. */
  readonly page: PageSettings | null;
  /** Null where placing in shards is not to be measured. */
  readonly shards: ShardSettings | null;
  readonly device: DeviceOption;
  /** Write one JSON object. */
  readonly json: boolean;
}

const NETWORK_ROUNDS = 7;
/** Of the map and the page: a turn takes much longer than one of the network. */
const MAP_ROUNDS = 3;
/** With fewer points no map can have the perplexity that they are compared at. */
const FEWEST_POINTS = 100;
/** Exaggeration takes 250, and scikit-learn reckons its divergence after 50 more. */
const FEWEST_ITERATIONS = 300;

/**
 * @param argv the words after the command
 * @throws InputError for unknown or malformed words; CommanderError with exit code 0 after `--help`
 */
export function benchSettings(argv: readonly string[]): BenchSettings {
  const command = new Command('npm run bench --')
    .description(
      'Measures how fast Caelum trains, encodes and decodes MNIST beside PyTorch, and makes t-SNE ' +
        'maps beside scikit-learn and openTSNE, turn by turn in one run: medians of the rounds, and ' +
        'ratios. For training on the CPU also where the time of a step goes, and the least it could ' +
        'take. Opens pages of so many points, or that of a run, in Chromium and takes the time of ' +
        'opening, answering and drawing. Places a million digits onto a run in shards, only where ' +
        'that is named.',
    )
    .addArgument(
      new Argument('[task...]', 'what to measure; all but shards when none is named').choices(
        TASKS,
      ),
    )
    .addOption(
      new Option('--rounds <n>', 'turns that each takes')
        .argParser(wholeNumber(1))
        .default(null, `${NETWORK_ROUNDS}, and ${MAP_ROUNDS} for the map and the page`),
    )
    .option('--steps <n>', 'training steps a turn', wholeNumber(1), 20)
    .addOption(
      new Option(
        '--points <n,...>',
        'points on the map and the page, ascending; peers map only the first number',
      )
        .argParser(pointCounts)
        .default([10_000], '10000'),
    )
    .option(
      '--crowd <n>',
      'further images without pictures on each made page, shown by density',
      wholeNumber(0),
      0,
    )
    .option(
      '--iterations <n>',
      `iterations of the map, ${FEWEST_ITERATIONS} or more`,
      wholeNumber(FEWEST_ITERATIONS),
      1000,
    )
    .option('--images <n>', 'images that shards place', wholeNumber(1), 1_000_000)
    .option('--shards <n>', 'how many shards they are placed in', wholeNumber(1), 4)
    .addOption(
      new Option(
        '--run <dir>',
        'run whose latents are mapped, whose page is opened, and that shards are placed onto',
      )
        .argParser(path)
        .default(null, 'artifacts/mnist-cae, else a short training; made pages'),
    )
    .addOption(
      new Option('--data-dir <dir>', 'where MNIST is looked for')
        .argParser(path)
        .default(null, 'the cache, else the digits that npm ships'),
    )
    .addOption(deviceOption().default('cpu'))
    .option('--json', 'write everything as one JSON object')
    .addHelpText(
      'after',
      '\nPeers run in the Python that $CAELUM_PYTHON names, else in python3: PyTorch on CUDA where ' +
        'Caelum does\nand else on the CPU; without them Caelum is measured alone.',
    );
  const options = parse(command, argv) as Options;
  const { rounds, steps, points, crowd, iterations, run, dataDir, device, json } = options;
  const { images, shards } = options;
  const isAsked = (task: string) => command.args.length === 0 || command.args.includes(task);
  const tasks = NETWORK_TASKS.filter(isAsked);
  return {
    network: tasks.length > 0 ? { tasks, rounds: rounds ?? NETWORK_ROUNDS, steps, dataDir } : null,
    map: isAsked('map') ? { rounds: rounds ?? MAP_ROUNDS, points, iterations, run, dataDir } : null,
    page: isAsked('page') ? { rounds: rounds ?? MAP_ROUNDS, points, crowd, run } : null,
    shards: command.args.includes('shards')
      ? { images, shards, run: run ?? 'artifacts/mnist-cae', dataDir }
      : null,
    device,
    json,
  };
}

/** As they are parsed. */
interface Options {
  readonly rounds: number | null;
  readonly steps: number;
  readonly points: readonly number[];
  readonly crowd: number;
  readonly iterations: number;
  readonly images: number;
  readonly shards: number;
  readonly run: string | null;
  readonly dataDir: string | null;
  readonly device: DeviceOption;
  readonly json: boolean;
}

/** Reader of numbers of points, such as `10000,70000`. */
function pointCounts(text: string): number[] {
  const counts = text.split(',').map(wholeNumber(FEWEST_POINTS));
  if (counts.some((count, i) => i > 0 && count <= counts[i - 1])) {
    throw new InvalidArgumentError('Expected ascending numbers, such as 10000,70000.');
  }
  return counts;
}

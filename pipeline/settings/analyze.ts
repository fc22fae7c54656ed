/** The options of `npm run analyze`. */
import { Command, Option, type OptionValues } from 'commander';
import { InputError } from '../errors.ts';
import { shardOf, type Shard } from '../shards/shard.ts';
import { withAnalysisOptions, type AnalysisSettings } from './analysis.ts';
import { flagOf, givenOf, parse } from './command.ts';
import { path } from './values.ts';

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
    )
    .addHelpText(
      'after',
      `\nWith --onto, the run gives ${OF_THE_RUN.slice(2).map(flagOf).join(', ')}, and --out is by default ` +
        'artifacts/<dataset>-on-<run>, in which each shard has a folder of its own.',
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

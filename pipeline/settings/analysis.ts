/** The options that all analysis has. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { DATASET_CHOICE, DATASET_NAMES } from '../datasets/load.ts';
import type { ImageSize } from '../datasets/request.ts';
import { DEVICE_OPTIONS, type DeviceOption } from '../engine/devices/device.ts';
import { PROJECTION_NAMES, type ProjectionName } from '../projections/maps.ts';
import { DECIMAL, listOf, oneOf, path, wholeNumber } from './values.ts';

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

/** @param model ends the name of the default folder */
export function withAnalysisOptions(command: Command, model: string): Command {
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

function projectionName(text: string): ProjectionName {
  return oneOf(PROJECTION_NAMES, text);
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

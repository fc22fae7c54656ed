/** What `npm run portability` is asked for. */
import { Command, Option } from 'commander';
import { VARIANTS, type VariantName } from '../contract.ts';
import { RUNTIMES, type Runtime } from '../portability/runtimes.ts';
import { parse } from './command.ts';
import { listOf, oneOf, path, wholeNumber } from './values.ts';

/** Seconds that a timer of Node can wait at most: 2³¹ − 1 ms. */
const LONGEST = 2_147_483;

export interface PortabilitySettings {
  /** Folder of the run. */
  readonly path: string;
  /** Of the models; null: as they are. */
  readonly variant: VariantName | null;
  /** At most so many. */
  readonly images: number;
  readonly runtimes: readonly Runtime[];
  /** Whether they were named; those that are absent are then missed. */
  readonly named: boolean;
  /** Seconds that a runtime may take. */
  readonly timeLimit: number;
  readonly json: boolean;
}

/** @throws InputError for unknown or malformed options */
export function portabilitySettings(argv: readonly string[]): PortabilitySettings {
  const names = RUNTIMES.map(({ name }) => name);
  const command = new Command('npm run portability --')
    .description(
      "Runs a run's encoder, decoder and autoencoder in every runtime that is here, and says how far " +
        'their numbers are from those of ONNX Runtime in Node.',
    )
    .usage('<run> [options]')
    .argument('<run>', 'folder that the pipeline wrote, such as artifacts/mnist-cae')
    .addOption(
      new Option('--variant <name>', 'of the models, that --export has made')
        .choices(VARIANTS)
        .default(null, 'the models as they are'),
    )
    .option('--images <n>', 'images at most', wholeNumber(1), 256)
    .addOption(
      new Option('--runtime <names>', `of ${names.join(', ')}; join several with commas`)
        .argParser(listOf(runtimeNamed))
        .default(null, 'all that are here'),
    )
    .option('--time-limit <s>', 'seconds that a runtime may take', wholeNumber(1, LONGEST), 600)
    .option('--json', 'write one JSON object a line')
    .addHelpText(
      'after',
      '\nRuntimes in Python are looked for in the one that $CAELUM_PYTHON names, else in python3.',
    );
  const { runtime, ...options } = parse(command, argv) as {
    runtime: readonly Runtime[] | null;
    variant: VariantName | null;
    images: number;
    timeLimit: number;
    json: boolean;
  };
  return {
    ...options,
    path: path(command.args[0]),
    runtimes: runtime ?? RUNTIMES,
    named: runtime !== null,
  };
}

function runtimeNamed(text: string): Runtime {
  const name = oneOf(
    RUNTIMES.map((runtime) => runtime.name),
    text,
  );
  return RUNTIMES.find((runtime) => runtime.name === name)!;
}

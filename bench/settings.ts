/** The options of `npm run bench`. */
import { Argument, Command, Option } from 'commander';
import type { DeviceOption } from '../pipeline/engine/devices/device.ts';
import { deviceOption, parse, path, wholeNumber } from '../pipeline/settings.ts';
import { TASKS, type TaskName } from './tasks.ts';

export interface BenchSettings {
  /** What is measured, each once, in the order of {@link TASKS}. */
  readonly tasks: readonly TaskName[];
  /** Turns that each contestant takes. */
  readonly rounds: number;
  /** Training steps a turn, and in the profile. */
  readonly steps: number;
  /** Folder where MNIST is looked for; null: the cache. */
  readonly dataDir: string | null;
  readonly device: DeviceOption;
  /** Write one JSON object. */
  readonly json: boolean;
}

/**
 * @param argv the words after the command
 * @throws InputError for unknown or malformed words; CommanderError with exit code 0 after `--help`
 */
export function benchSettings(argv: readonly string[]): BenchSettings {
  const command = new Command('npm run bench --')
    .description(
      'Measures how fast Caelum trains, encodes and decodes MNIST beside PyTorch, turn by turn in ' +
        'one run: medians of the rounds, and ratios. For training on the CPU also where the time of ' +
        'a step goes, and the least it could take.',
    )
    .addArgument(
      new Argument('[task...]', 'what to measure; all when none is named').choices(TASKS),
    )
    .option('--rounds <n>', 'turns that each takes', wholeNumber(1), 7)
    .option('--steps <n>', 'training steps a turn', wholeNumber(1), 20)
    .addOption(
      new Option('--data-dir <dir>', 'where MNIST is looked for')
        .argParser(path)
        .default(null, 'the cache, else the digits that npm ships'),
    )
    .addOption(deviceOption().default('cpu'))
    .option('--json', 'write everything as one JSON object')
    .addHelpText(
      'after',
      '\nPyTorch runs in the Python that $CAELUM_PYTHON names, else in python3, on CUDA where Caelum ' +
        'does\nand else on the CPU; without it Caelum is measured alone.',
    );
  const { rounds, steps, dataDir, device, json } = parse(command, argv) as BenchSettings;
  const named = command.args;
  const tasks = TASKS.filter((task) => named.length === 0 || named.includes(task));
  return { tasks, rounds, steps, dataDir, device, json };
}

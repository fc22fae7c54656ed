/** The options of `npm run bench`. */
import { Argument, Command, Option } from 'commander';
import type { DeviceOption } from '../pipeline/engine/devices/device.ts';
import { deviceOption, parse, path, wholeNumber } from '../pipeline/settings.ts';
import type { NetworkSettings } from './network/measure.ts';
import { NETWORK_TASKS } from './network/tasks.ts';

export interface BenchSettings {
  readonly network: NetworkSettings;
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
      new Argument('[task...]', 'what to measure; all when none is named').choices(NETWORK_TASKS),
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
  const options = parse(command, argv) as NetworkSettings & Omit<BenchSettings, 'network'>;
  const { rounds, steps, dataDir, device, json } = options;
  const named = command.args;
  const tasks = NETWORK_TASKS.filter((task) => named.length === 0 || named.includes(task));
  return { network: { tasks, rounds, steps, dataDir }, device, json };
}

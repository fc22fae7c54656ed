/** How a command reads the words after it. */
import { CommanderError, type Command, type OptionValues } from 'commander';
import { InputError } from '../errors.ts';

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

/** How a setting is written in a command: `--latent-dim` for `latentDim`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The options that do not come from a default. */
export function givenOf(command: Command, options: OptionValues): OptionValues {
  const given = Object.entries(options).filter(
    ([name]) => command.getOptionValueSource(name) === 'cli',
  );
  return Object.fromEntries(given);
}

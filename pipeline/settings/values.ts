/** Readers of what people write after an option. */
import { isAbsolute, relative, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';

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

/** Seeds and counts are 32-bit. */
const MOST = 2 ** 31 - 1;

/** A number as people write it: no sign, no hexadecimal. */
export const DECIMAL = /^[\d.]+(e[+-]?\d+)?$/i;

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

/** Reader of one of these names. */
export function oneOf<Name extends string>(names: readonly Name[], text: string): Name {
  const name = names.find((each) => each === text);
  if (name === undefined) {
    throw new InvalidArgumentError(
      `"${text}" is none of ${names.join(', ')}; join several with commas.`,
    );
  }
  return name;
}

/** Reader of a number that is above 0 in float32 too. */
export function positiveFloat(text: string): number {
  const number = positiveNumber(text);
  if (Math.fround(number) === 0) {
    throw new InvalidArgumentError('Expected a number that is above 0 in float32, as 1e-45 is.');
  }
  return number;
}

/** Reader of a factor, which must be finite in float32 too. */
export function factor(text: string): number {
  const number = positiveFloat(text);
  if (Math.fround(number) === Infinity) {
    throw new InvalidArgumentError('Expected a number that float32 holds, as 3e38 is.');
  }
  return number;
}

/** A path from where the command was given, which npm tells in INIT_CWD. */
export function path(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path.');
  return isAbsolute(text) ? text : relative('.', resolve(process.env.INIT_CWD ?? '.', text)) || '.';
}

/** What the values of arrays stand for, told from the values: 0 to 255, 0 to 1, or black and white. */
import { InputError } from '../../errors.ts';
import { type ArrayContent, eachNumber } from './npyArray.ts';
import type { NpyHeader } from './npyHeader.ts';

/** What resizing puts on top of floats from 0 to 1 where it overshoots, with room to spare. */
const OVERSHOOT = 0.1;

/** Floats whose brightest value is below this, but above 1, may be of either scale. */
const AMBIGUOUS = 2;

/** The values of one array, or of several of one kind. */
export interface ValueRange {
  /** Names of the arrays. */
  readonly names: readonly string[];
  readonly kind: 'truth values' | 'whole numbers' | 'floats';
  readonly least: number;
  readonly most: number;
}

/**
 * Bytes are read until one is above 1, since all others may follow that.
 *
 * @throws InputError for values that no image has
 */
export async function rangeOf(content: ArrayContent, header: NpyHeader): Promise<ValueRange> {
  const { name } = content;
  let [least, most] = [Infinity, -Infinity];
  let unknown = -1;
  await eachNumber(content, header, (value, i) => {
    if (value < least) least = value;
    if (value > most) most = value;
    if (!Number.isFinite(value) && unknown < 0) unknown = i;
    return header.dtype !== 'u1' || most <= 1;
  });
  if (unknown >= 0) {
    throw new InputError(`${name}: value ${unknown} (counted from 0) is not a number.`);
  }
  const range: ValueRange = { names: [name], kind: kindOf(header.dtype), least, most };
  if (least < -OVERSHOOT || Math.round(most) > 255) {
    throw new InputError(
      `${inWords(range)}; expected 0 to 255, or floats from 0 to 1. If they were normalised, undo it.`,
    );
  }
  return range;
}

/**
 * The factor that makes 255 of the brightest value there can be, the same for all arrays of a set:
 * 255 where none of their values is above 1, else 1.
 *
 * @throws InputError where the values leave it open
 */
export function commonScale(ranges: readonly ValueRange[]): number {
  const kinds = [...new Set(ranges.map(({ kind }) => kind))].map((kind) =>
    together(ranges.filter((range) => range.kind === kind)),
  );
  const [first, ...others] = kinds;
  const scale = scaleFor(first);
  const other = others.find((range) => scaleFor(range) !== scale);
  if (other) {
    throw new InputError(
      `${inWords(first)}, ${inWords(other)}; expected one scale for all, 0 to 255 or 0 to 1.`,
    );
  }
  return scale;
}

/** Rounding takes back what arithmetic in floats puts on top of 1. */
function scaleFor(range: ValueRange): 1 | 255 {
  const { kind, least, most } = range;
  const scale = Math.round(most * 255) <= 255 ? 255 : 1;
  if (kind === 'truth values' && scale === 1) {
    throw new InputError(`${inWords(range)} as truth values; expected 0 and 1.`);
  }
  const isBeyond = scale === 1 ? most < AMBIGUOUS : Math.round(least * 255) < 0;
  if (kind === 'floats' && isBeyond) {
    throw new InputError(
      `${inWords(range)}; expected floats from 0 to 1, or from 0 to 255. If they were from 0 to 1 before they were resized, save np.clip(images, 0, 1).`,
    );
  }
  return scale;
}

function together(ranges: readonly ValueRange[]): ValueRange {
  return {
    names: ranges.flatMap(({ names }) => names),
    kind: ranges[0].kind,
    least: Math.min(...ranges.map(({ least }) => least)),
    most: Math.max(...ranges.map(({ most }) => most)),
  };
}

function kindOf(dtype: string): ValueRange['kind'] {
  if (dtype === 'b1') return 'truth values';
  return dtype.startsWith('f') ? 'floats' : 'whole numbers';
}

function inWords({ names, least, most }: ValueRange): string {
  return `${names.join(' and ')} ${names.length === 1 ? 'holds' : 'hold'} values from ${least} to ${most}`;
}

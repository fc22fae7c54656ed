import { BASE85_DIGITS } from '../../pipeline/contract.ts';

const NONE = 255;

/** Value of each character code; NONE for what is no digit. */
const VALUES = new Uint8Array(256).fill(NONE);
for (let value = 0; value < 85; value++) VALUES[BASE85_DIGITS.charCodeAt(value)] = value;

/** Added to a short last group, so that rounding down gives its bytes. */
const LAST_DIGIT = 84;

/**
 * The bytes behind a text of base 85: five digits are four bytes, the highest first; a last group of n
 * digits is n − 1 bytes.
 *
 * @throws RangeError where a character is no digit
 */
export function decodeBase85(text: string): Uint8Array {
  const digits = new TextEncoder().encode(text);
  const bytes = new Uint8Array(4 * Math.ceil(digits.length / 5));
  const view = new DataView(bytes.buffer);
  for (let from = 0, to = 0; from < digits.length; from += 5, to += 4) {
    let value = 0;
    for (let digit = from; digit < from + 5; digit++) {
      const next = digit < digits.length ? VALUES[digits[digit]] : LAST_DIGIT;
      if (next === NONE) throw new RangeError(`character ${digit} is no digit of base 85`);
      value = value * 85 + next;
    }
    view.setUint32(to, value);
  }
  return bytes.subarray(0, Math.floor((4 * digits.length) / 5));
}

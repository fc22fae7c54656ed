import { BASE85_DIGITS } from '../../contract.ts';

/**
 * Bytes as text: four of them as five digits of base 85, the highest first. A sixteenth shorter than
 * base64, and read as fast.
 */
export function encodeBase85(bytes: Uint8Array): string {
  const whole = new Uint8Array(4 * Math.ceil(bytes.length / 4));
  whole.set(bytes);
  const view = new DataView(whole.buffer);
  const digits = Buffer.alloc((5 * whole.length) / 4);
  for (let from = 0, to = 0; from < whole.length; from += 4, to += 5) {
    let value = view.getUint32(from);
    for (let digit = 4; digit >= 0; digit--) {
      digits[to + digit] = BASE85_DIGITS.charCodeAt(value % 85);
      value = Math.floor(value / 85);
    }
  }
  // The last group has one digit more than bytes.
  return digits.toString('latin1', 0, digits.length - (whole.length - bytes.length));
}

/** Texts of the figures: how wide they are, where they break, and how numbers are written. */

/**
 * Widths of characters in Inter, as parts of the type size; a viewer without Inter takes another sans
 * serif of much the same width. Whatever matches no row is 0.6 wide.
 */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijlI .,:;'’|!·]/, 0.29],
  [/[frt1()[\]/_-]/, 0.4],
  [/[mwMW@%…]/, 0.93],
  [/[A-Z&<>+−×=]/, 0.7],
  // From Hangul Jamo on, most letters are as wide as they are high.
  [/[\u1100-\u1fff\u2e80-\uffff]/, 1],
];

/** About how wide a line of text is, in the unit of `size`. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    width += WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? 0.6;
  }
  return width * size;
}

/** The text itself if it fits into `width`, else its beginning and an ellipsis. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, size) > width) {
    characters.pop();
  }
  return `${characters.join('').trimEnd()}…`;
}

/** Breaks text at spaces into lines of at most `width`; a word that is too long is cut. */
export function wrapText(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size) > width) {
      lines.push(fitText(line, size, width));
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, fitText(line, size, width)];
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * A number for people: `digits` significant digits, a real minus sign, and powers of ten where it is
 * very large or very small. What is not finite is written as such (`NaN`, `∞`).
 */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}∞`;
  const [mantissa, exponent] = size.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (size === 0 || (power >= -4 && power < 6))
    return sign + String(Number(size.toPrecision(digits)));
  return `${sign}${String(Number(mantissa))} × 10${superscript(power)}`;
}

/** A measured number: as {@link formatNumber}, but with its zeros, which were measured too. */
export function formatMeasured(value: number, digits = 3): string {
  // Of the rounded value: 999.9 has four digits before the point.
  const power = Number(value.toExponential(digits - 1).split('e')[1]);
  if (!Number.isFinite(value) || power < -4 || power >= digits) return formatNumber(value, digits);
  return value.toPrecision(digits).replace('-', '−');
}

/** A whole number with its thousands set off: `10,000`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

function superscript(power: number): string {
  const digits = Array.from(String(Math.abs(power)), (digit) => SUPERSCRIPTS[Number(digit)]);
  return (power < 0 ? '⁻' : '') + digits.join('');
}

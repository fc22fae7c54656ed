const WHOLE = new Intl.NumberFormat('en');
const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 2 });
const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** A whole number for people: 10000 → `10,000`. */
export function whole(value: number): string {
  return WHOLE.format(value);
}

/** A measured number in three significant digits, with a true minus sign. */
export function short(value: number): string {
  const text = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(2) : SHORT.format(value);
  return text.replace(/-/g, '−');
}

/** A share in percent, in two significant digits: 0.00421 → `0.42%`. */
export function percent(share: number): string {
  return PERCENT.format(share);
}

/** A range of values: `−0.31 to 4.2`. */
export function span(lowest: number, highest: number): string {
  return `${short(lowest)} to ${short(highest)}`;
}

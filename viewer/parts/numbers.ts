const WHOLE = new Intl.NumberFormat('en');
const SHARE = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const MEASURED = new Intl.NumberFormat('en', {
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
});

/** A whole number for people: 10000 → `10,000`. */
export function whole(value: number): string {
  return WHOLE.format(value);
}

/** A number in three significant digits at most, with a true minus sign. */
export function short(value: number): string {
  return written(value, SHORT);
}

/** A measured number in three significant digits, zeros at the end too: 0.95 → `0.950`. */
export function measured(value: number): string {
  return value === 0 ? '0' : written(value, MEASURED);
}

function written(value: number, format: Intl.NumberFormat): string {
  const text =
    value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(2) : format.format(value);
  return text.replace(/-/g, '−');
}

/** A number that matters little, in two significant digits: 24.8 → `25`. */
export function rough(value: number): string {
  return SHARE.format(value);
}

/** A share in percent, in two significant digits: 0.00421 → `0.42 %`. */
export function percent(share: number): string {
  return `${SHARE.format(100 * share)}\u00a0%`;
}

/** A range of values: `−0.31 to 4.2`. */
export function span(lowest: number, highest: number): string {
  return `${short(lowest)} to ${short(highest)}`;
}

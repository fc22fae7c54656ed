/** Arithmetic of the way between two ends. */

/** Steps that are shown at once, both ends included. */
const STEPS = 9;

/** Where they are, shares of the way. */
export const STEP_SHARES: readonly number[] = Array.from(
  { length: STEPS },
  (_, step) => step / (STEPS - 1),
);

/**
 * A place on the straight line from `a` to `b`: of latents, or of pixels.
 *
 * @param t 0 gives `a`, 1 gives `b`
 */
export function interpolate(a: Float32Array, b: Float32Array, t: number): Float32Array {
  return a.map((value, i) => (1 - t) * value + t * b[i]);
}

/** Values that follow one another, in `count` equal parts. */
export function split(values: Float32Array, count: number): Float32Array[] {
  const size = values.length / count;
  return Array.from({ length: count }, (_, part) => values.slice(part * size, (part + 1) * size));
}

/** All values one after the other; of equal length. */
export function join(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.length * parts[0].length);
  parts.forEach((part, p) => {
    joined.set(part, p * part.length);
  });
  return joined;
}

export interface Stroll {
  readonly t: number;
  /** Towards B, 1, or back, −1. */
  readonly direction: 1 | -1;
}

/** Goes on by a share of the way, and turns round at the ends. */
export function stroll({ t, direction }: Stroll, by: number): Stroll {
  const next = t + direction * by;
  if (next >= 1) return { t: Math.max(0, 2 - next), direction: -1 };
  if (next <= 0) return { t: Math.min(1, -next), direction: 1 };
  return { t: next, direction };
}

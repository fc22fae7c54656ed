/** The two ends of a way through latent space, and how far along it one is. */
/** What can stand at an end; a drawing and a group are kept as they were when they were put there. */
export type End =
  | { readonly kind: 'point'; readonly index: number }
  | {
      readonly kind: 'drawing';
      /** Channels × height × width in [0, 1]. */
      readonly image: Float32Array;
    }
  | {
      /** The average of several images. */
      readonly kind: 'group';
      /** Their ids, one or more. */
      readonly images: readonly number[];
    };

export type Slot = 'a' | 'b';

export interface Between {
  readonly a: End | null;
  readonly b: End | null;
  /** Which end the next point or drawing is put at. */
  readonly active: Slot;
  /** Share of the way from A, 0, to B, 1. */
  readonly t: number;
}

/** What the models made of the way between two ends. */
export interface Path {
  readonly a: End;
  readonly b: End;
  /** Latents of the ends, flat. */
  readonly latents: readonly [Float32Array, Float32Array];
  /** Decoded images in even steps from A to B, both included. */
  readonly steps: readonly Float32Array[];
  /** Where the steps belong on a map (its index), in its units; null where that cannot be told. */
  readonly places: {
    readonly map: number;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  } | null;
}

/** What the models made of one place on the way. */
export interface PathStep {
  readonly path: Path;
  readonly t: number;
  /** Decoded from the latent there. */
  readonly image: Float32Array;
}

export const NO_ENDS: Between = { a: null, b: null, active: 'a', t: 0.5 };

export function otherSlot(slot: Slot): Slot {
  return slot === 'a' ? 'b' : 'a';
}

/** With another end; the next goes to the other slot if that is empty, else to the same one again. */
export function withEnd(between: Between, slot: Slot, end: End): Between {
  const other = otherSlot(slot);
  return { ...between, [slot]: end, active: between[other] ? slot : other };
}

export function withoutEnd(between: Between, slot: Slot): Between {
  return { ...between, [slot]: null, active: slot };
}

/** A and B change places; what is seen of the way stays. */
export function swapped({ a, b, active, t }: Between): Between {
  return { a: b, b: a, active: otherSlot(active), t: 1 - t };
}

/** The way, where it is the one between these ends and not still that of earlier ones. */
export function pathOf({ path, between }: { path: Path | null; between: Between }): Path | null {
  return path?.a === between.a && path.b === between.b ? path : null;
}

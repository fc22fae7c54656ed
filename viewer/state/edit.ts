/** Changes made to the latent before it is decoded; they stay when another image is chosen. */
export interface Edit {
  /** By channel: what its values are multiplied by; 1 for those that are not named. */
  readonly gains: ReadonlyMap<number, number>;
  /** By channel: what is added to its values; 0 for those that are not named. */
  readonly shifts: ReadonlyMap<number, number>;
  /** Strength of the noise, in standard deviations of the latent's own values. */
  readonly noise: number;
  /** Of the noise: the same seed gives the same noise. */
  readonly seed: number;
  /** The channel that the controls are about. */
  readonly channel: number;
}

/** What the decoder made of an edited latent. */
export interface Edited {
  /** The latent as it was, the very one of the answer that it is of. */
  readonly of: Float32Array;
  /** Flat, in the order of the latent shape. */
  readonly latent: Float32Array;
  /** Channels × height × width in [0, 1]. */
  readonly reconstruction: Float32Array;
}

export const NO_EDIT: Edit = { gains: new Map(), shifts: new Map(), noise: 0, seed: 1, channel: 0 };

export function gainOf({ gains }: Pick<Edit, 'gains'>, channel: number): number {
  return gains.get(channel) ?? 1;
}

export function shiftOf({ shifts }: Pick<Edit, 'shifts'>, channel: number): number {
  return shifts.get(channel) ?? 0;
}

export function withGain(edit: Edit, channel: number, gain: number): Edit {
  return { ...edit, gains: withEntry(edit.gains, channel, gain, 1) };
}

export function withShift(edit: Edit, channel: number, shift: number): Edit {
  return { ...edit, shifts: withEntry(edit.shifts, channel, shift, 0) };
}

/** A channel without its edits. */
export function withoutEdit(edit: Edit, channel: number): Edit {
  return withShift(withGain(edit, channel, 1), channel, 0);
}

export function isMuted(edit: Edit, channel: number): boolean {
  return gainOf(edit, channel) === 0 && shiftOf(edit, channel) === 0;
}

/** Silences a channel, or brings it back. */
export function toggleMute(edit: Edit, channel: number): Edit {
  const whole = withoutEdit(edit, channel);
  return isMuted(edit, channel) ? whole : withGain(whole, channel, 0);
}

/** Whether all other channels are muted, and this one is not. */
export function isSolo(edit: Edit, channel: number, channels: number): boolean {
  if (channels < 2 || isMuted(edit, channel)) return false;
  return channelsOf(channels).every((other) => other === channel || isMuted(edit, other));
}

/** Silences all other channels, or brings them back. */
export function toggleSolo(edit: Edit, channel: number, channels: number): Edit {
  const back = isSolo(edit, channel, channels);
  const others = back ? [] : channelsOf(channels).filter((other) => other !== channel);
  return { ...edit, gains: new Map(others.map((other) => [other, 0])), shifts: new Map() };
}

/** Without a change of any channel, and without noise. */
export function isUnedited({ gains, shifts, noise }: Edit): boolean {
  return gains.size === 0 && shifts.size === 0 && noise === 0;
}

function channelsOf(count: number): number[] {
  return Array.from({ length: count }, (_, channel) => channel);
}

/** What is as it was is not named, so that an edit that was taken back is none. */
function withEntry(
  entries: ReadonlyMap<number, number>,
  channel: number,
  value: number,
  unchanged: number,
): ReadonlyMap<number, number> {
  const changed = new Map(entries);
  if (value === unchanged) changed.delete(channel);
  else changed.set(channel, value);
  return changed;
}

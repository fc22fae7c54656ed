/** What each channel does: arithmetic of muting them one by one. */
import { meanSquaredError } from '../../parts/picture.ts';

/** The latent once for each channel, with that channel muted; one after the other. */
export function eachMuted(latent: Float32Array, channels: number): Float32Array {
  const size = latent.length / channels;
  const muted = new Float32Array(channels * latent.length);
  for (let channel = 0; channel < channels; channel++) {
    const from = channel * latent.length;
    muted.set(latent, from);
    muted.fill(0, from + channel * size, from + (channel + 1) * size);
  }
  return muted;
}

/** What muting a channel does to the reconstruction of one image. */
export interface Effect {
  readonly channel: number;
  /** Mean squared change of the pixels. */
  readonly change: number;
  /** The reconstruction without the channel. */
  readonly without: Float32Array;
}

/**
 * Channels by what muting each does, the largest effect first.
 *
 * @param reconstruction of the whole latent
 * @param withoutEach reconstructions without each channel, one after the other
 */
export function rankEffects(reconstruction: Float32Array, withoutEach: Float32Array): Effect[] {
  const size = reconstruction.length;
  return Array.from({ length: withoutEach.length / size }, (_, channel) => {
    const without = withoutEach.slice(channel * size, (channel + 1) * size);
    return { channel, change: meanSquaredError(reconstruction, without), without };
  }).sort((one, other) => other.change - one.change);
}

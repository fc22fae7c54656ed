/** Arithmetic of edits: free of the page and of the models. */
import { latentMaps } from '../../../pipeline/contract.ts';
import { gainOf, shiftOf, type Edit } from '../../state/edit.ts';
import { meanSquaredError } from '../../parts/picture.ts';
import { noiseOf } from './noise.ts';

/** What of a latent is edited by itself: its feature maps, or each number of a vector. */
export function channelCount(latentShape: readonly number[]): number {
  return latentShape.length > 1 ? latentMaps(latentShape).count : (latentShape[0] ?? 1);
}

/**
 * Each channel times its gain plus its shift, and noise over all of them.
 *
 * @param latent flat, channel after channel
 */
export function applyEdit(latent: Float32Array, edit: Edit, channels: number): Float32Array {
  const size = latent.length / channels;
  const edited = latent.slice();
  for (let channel = 0; channel < channels; channel++) {
    const [gain, shift] = [gainOf(edit, channel), shiftOf(edit, channel)];
    for (let i = channel * size; i < (channel + 1) * size; i++) {
      edited[i] = gain * edited[i] + shift;
    }
  }
  if (edit.noise === 0) return edited;
  const strength = edit.noise * standardDeviation(latent);
  const noise = noiseOf(edit.seed, latent.length);
  return edited.map((value, i) => value + strength * noise[i]);
}

/** Of all values around their mean. */
export function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length);
}

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

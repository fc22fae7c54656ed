/** Arithmetic of edits: free of the page and of the models. */
import { latentMaps } from '../../../pipeline/contract.ts';
import { gainOf, shiftOf, type Edit } from '../../state/edit.ts';
import { noiseOf } from '../../parts/noise.ts';

/** What of a latent is edited by itself: its feature maps, or each number of a vector. */
export function channelCount(latentShape: readonly number[]): number {
  return latentShape.length > 1 ? latentMaps(latentShape).count : (latentShape[0] ?? 1);
}

/** Such as `Feature map 3`, or `Number 3` of a vector. */
export function channelTitle(latentShape: readonly number[], channel: number): string {
  return `${latentShape.length > 1 ? 'Feature map' : 'Number'} ${channel}`;
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

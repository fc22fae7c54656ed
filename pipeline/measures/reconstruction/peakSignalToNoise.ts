import type { ImageMeasure } from './imageMeasure.ts';
import { meanSquaredError } from './meanSquaredError.ts';

/** What an image counts at most, in dB, so that one without any error leaves a mean to speak of. */
const MOST = 100;

export const PEAK_SIGNAL_TO_NOISE: ImageMeasure = {
  key: 'psnr',
  title: 'PSNR',
  unit: 'dB',
  range: [0, MOST],
  better: 'higher',
  definition: `Peak signal-to-noise ratio of the reconstruction, 10 log₁₀(1 / MSE) with pixels in [0, 1]; an image counts ${MOST} dB at most. The mean of all test images.`,
  source: 'skimage.metrics.peak_signal_noise_ratio (data_range=1).',
  ofImage: peakSignalToNoise,
};

/** In dB, from 0 (black for white) to {@link MOST}. */
export function peakSignalToNoise(
  original: ArrayLike<number>,
  reconstruction: ArrayLike<number>,
): number {
  return Math.min(MOST, 10 * Math.log10(1 / meanSquaredError(original, reconstruction)));
}

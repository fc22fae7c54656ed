import type { ImageShape } from '../../images.ts';
import type { ImageMeasure } from './imageMeasure.ts';

/** Gaussian window: standard deviation and sides, in pixels. */
const SIGMA = 1.5;
const WINDOW = 11;

/** (0.01 L)² and (0.03 L)² with L = 1, the range of a pixel. */
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

export const STRUCTURAL_SIMILARITY: ImageMeasure = {
  key: 'ssim',
  title: 'SSIM',
  unit: '1',
  range: [-1, 1],
  better: 'higher',
  definition: `Structural similarity of image and reconstruction: the mean over all Gaussian windows (σ ${SIGMA}, ${WINDOW} × ${WINDOW} pixels, or as large an odd side as fits into a smaller image) and channels. The mean of all test images.`,
  source:
    'Wang et al. 2004, Image quality assessment; skimage.metrics.structural_similarity (gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1).',
  ofImage: structuralSimilarity,
};

/**
 * Structural similarity (Wang, Bovik, Sheikh & Simoncelli 2004): 1 for equal images, −1 at worst. Windows
 * lie wholly inside the image.
 */
export function structuralSimilarity(
  original: Float32Array,
  reconstruction: Float32Array,
  shape: ImageShape,
): number {
  const { channels, height, width } = shape;
  const area = height * width;
  let sum = 0;
  for (let from = 0; from < channels * area; from += area) {
    const [x, y] = [original, reconstruction].map((image) => image.subarray(from, from + area));
    sum += planeSimilarity(x, y, height, width);
  }
  return sum / channels;
}

function planeSimilarity(x: Float32Array, y: Float32Array, height: number, width: number): number {
  const window = gaussian(Math.min(WINDOW, height, width));
  const filter = (value: (at: number) => number) => {
    const plane = Float64Array.from({ length: height * width }, (_, at) => value(at));
    return windowMeans(plane, width, window);
  };
  const meanX = filter((at) => x[at]);
  const meanY = filter((at) => y[at]);
  const squareX = filter((at) => x[at] * x[at]);
  const squareY = filter((at) => y[at] * y[at]);
  const product = filter((at) => x[at] * y[at]);
  let sum = 0;
  for (let at = 0; at < meanX.length; at++) {
    const [mx, my] = [meanX[at], meanY[at]];
    const variances = squareX[at] - mx * mx + squareY[at] - my * my;
    const covariance = product[at] - mx * my;
    sum +=
      ((2 * mx * my + C1) * (2 * covariance + C2)) / ((mx * mx + my * my + C1) * (variances + C2));
  }
  return sum / meanX.length;
}

/** Weights of a window of the largest odd side up to `side`; their sum is 1. */
function gaussian(side: number): Float64Array {
  const radius = (side - 1) >> 1;
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-((k - radius) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

/** Weighted means over all square windows inside a plane: along its rows, then along its columns. */
function windowMeans(plane: Float64Array, width: number, window: Float64Array): Float64Array {
  return alongRows(
    transposed(alongRows(plane, width, window), width - window.length + 1),
    plane.length / width,
    window,
  );
}

/** Weighted means over the windows inside each row of a plane. */
function alongRows(plane: Float64Array, width: number, window: Float64Array): Float64Array {
  const places = width - window.length + 1;
  const height = plane.length / width;
  const means = new Float64Array(height * places);
  for (let row = 0, to = 0; row < height; row++) {
    for (let from = row * width; from < row * width + places; from++) {
      let sum = 0;
      for (let k = 0; k < window.length; k++) sum += window[k] * plane[from + k];
      means[to++] = sum;
    }
  }
  return means;
}

function transposed(plane: Float64Array, width: number): Float64Array {
  const height = plane.length / width;
  const result = new Float64Array(plane.length);
  for (let at = 0; at < plane.length; at++) {
    const row = Math.floor(at / width);
    result[(at - row * width) * height + row] = plane[at];
  }
  return result;
}

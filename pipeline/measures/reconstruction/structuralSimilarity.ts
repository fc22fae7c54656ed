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
  const planes = alongColumns(alongRows(moments(x, y), width, window), height, window);
  const area = planes.length / MOMENTS;
  const [meanX, meanY, squareX, squareY, product] = Array.from({ length: MOMENTS }, (_, m) =>
    planes.subarray(m * area, (m + 1) * area),
  );
  let sum = 0;
  for (let at = 0; at < area; at++) {
    const mx = meanX[at];
    const my = meanY[at];
    const variances = squareX[at] - mx * mx + squareY[at] - my * my;
    const covariance = product[at] - mx * my;
    sum +=
      ((2 * mx * my + C1) * (2 * covariance + C2)) / ((mx * mx + my * my + C1) * (variances + C2));
  }
  return sum / area;
}

/** What is averaged over windows: x, y, x², y², xy. */
const MOMENTS = 5;

/** Five planes, one after the other. */
function moments(x: Float32Array, y: Float32Array): Float64Array {
  const area = x.length;
  const planes = new Float64Array(MOMENTS * area);
  for (let at = 0; at < area; at++) {
    planes[at] = x[at];
    planes[area + at] = y[at];
    planes[2 * area + at] = x[at] * x[at];
    planes[3 * area + at] = y[at] * y[at];
    planes[4 * area + at] = x[at] * y[at];
  }
  return planes;
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

/** Weighted means over the windows inside each row of all planes. */
function alongRows(planes: Float64Array, width: number, window: Float64Array): Float64Array {
  const places = width - window.length + 1;
  const means = new Float64Array((planes.length / width) * places);
  for (let row = 0, to = 0; row < planes.length; row += width) {
    for (let from = row; from < row + places; from++) {
      let sum = 0;
      for (let k = 0; k < window.length; k++) sum += window[k] * planes[from + k];
      means[to++] = sum;
    }
  }
  return means;
}

/** Weighted means over the windows inside each column of each plane. */
function alongColumns(planes: Float64Array, height: number, window: Float64Array): Float64Array {
  const width = planes.length / MOMENTS / height;
  const places = (height - window.length + 1) * width;
  const means = new Float64Array(MOMENTS * places);
  for (let plane = 0, to = 0; plane < planes.length; plane += height * width) {
    for (let from = plane; from < plane + places; from++) {
      let sum = 0;
      for (let k = 0; k < window.length; k++) sum += window[k] * planes[from + k * width];
      means[to++] = sum;
    }
  }
  return means;
}

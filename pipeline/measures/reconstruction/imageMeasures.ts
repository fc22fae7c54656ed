/** How well test images are reconstructed. A new measure is one file and one line here. */
import type { Measure } from '../../contract.ts';
import { imageSize, toFloats, type ImageSet } from '../../images.ts';
import { seededRandom } from '../../random.ts';
import { bootstrapIntervals, mean } from '../bootstrap.ts';
import { definitionOf } from '../definition.ts';
import type { ImageMeasure } from './imageMeasure.ts';
import { MEAN_SQUARED_ERROR } from './meanSquaredError.ts';
import { PEAK_SIGNAL_TO_NOISE } from './peakSignalToNoise.ts';
import { STRUCTURAL_SIMILARITY } from './structuralSimilarity.ts';

const MEASURES: readonly ImageMeasure[] = [
  MEAN_SQUARED_ERROR,
  PEAK_SIGNAL_TO_NOISE,
  STRUCTURAL_SIMILARITY,
];

/**
 * Each measure over all images and by class.
 *
 * @param reconstructions N × C × H × W, finite
 * @param seed of the intervals
 */
export function measureReconstructions(
  images: ImageSet,
  reconstructions: Float32Array,
  classCount: number,
  seed: number,
): Measure[] {
  const columns = MEASURES.map((measure) => valuesOf(measure, images, reconstructions));
  const intervals = bootstrapIntervals(columns, seededRandom(seed, 'intervals of images'));
  return MEASURES.map((measure, m) => ({
    ...definitionOf(measure),
    values: [
      {
        space: 'images',
        value: mean(columns[m]),
        interval: intervals[m],
        perClass: classMeans(columns[m], images.labels, classCount),
      },
    ],
    sample: null,
  }));
}

/** Mean squared error of each image. */
export function imageErrors(images: ImageSet, reconstructions: Float32Array): Float64Array {
  return valuesOf(MEAN_SQUARED_ERROR, images, reconstructions);
}

function valuesOf(
  { ofImage }: ImageMeasure,
  images: ImageSet,
  reconstructions: Float32Array,
): Float64Array {
  const size = imageSize(images.shape);
  return Float64Array.from(images.labels, (_, n) => {
    const original = toFloats(images, [n]);
    return ofImage(original, reconstructions.subarray(n * size, (n + 1) * size), images.shape);
  });
}

function classMeans(
  values: Float64Array,
  labels: Int32Array,
  classCount: number,
): (number | null)[] {
  return Array.from({ length: classCount }, (_, label) => {
    const own = values.filter((_, n) => labels[n] === label);
    return own.length > 0 ? mean(own) : null;
  });
}

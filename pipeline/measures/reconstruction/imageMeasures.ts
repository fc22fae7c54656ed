/** How well test images are reconstructed. A new measure is one file and one line here. */
import { setImmediate } from 'node:timers/promises';
import type { Measure } from '../../contract.ts';
import { imageSize, toFloats, type ImageSet } from '../../images.ts';
import { seededRandom } from '../../random.ts';
import { bootstrapIntervals } from '../bootstrap.ts';
import { definitionOf } from '../definition.ts';
import { MEAN, mean } from '../statistics.ts';
import type { ImageMeasure } from './imageMeasure.ts';
import { MEAN_SQUARED_ERROR } from './meanSquaredError.ts';
import { PEAK_SIGNAL_TO_NOISE } from './peakSignalToNoise.ts';
import { STRUCTURAL_SIMILARITY } from './structuralSimilarity.ts';

export const IMAGE_MEASURES: readonly ImageMeasure[] = [
  MEAN_SQUARED_ERROR,
  PEAK_SIGNAL_TO_NOISE,
  STRUCTURAL_SIMILARITY,
];

/** Images after which others have their turn. */
const IMAGES_A_TURN = 64;

/**
 * Each measure over all images and by class.
 *
 * @param reconstructions N × C × H × W, finite
 * @param seed of the intervals
 */
export async function measureReconstructions(
  images: ImageSet,
  reconstructions: Float32Array,
  classCount: number,
  seed: number,
  onProgress?: (done: number, total: number) => void,
): Promise<Measure[]> {
  const count = images.labels.length;
  const columns = IMAGE_MEASURES.map(() => new Float64Array(count));
  for (let n = 0; n < count; n++) {
    if (n % IMAGES_A_TURN === 0) {
      onProgress?.(n, count);
      await setImmediate();
    }
    imageValues(images, reconstructions, n).forEach((value, m) => (columns[m][n] = value));
  }
  onProgress?.(count, count);
  const random = seededRandom(seed, 'intervals of images');
  const intervals = await bootstrapIntervals(MEAN, columns, random);
  return IMAGE_MEASURES.map((measure, m) => ({
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

/** What each of {@link IMAGE_MEASURES} says of the image with index n. */
export function imageValues(images: ImageSet, reconstructions: Float32Array, n: number): number[] {
  return IMAGE_MEASURES.map((measure) => valueOf(measure, images, reconstructions, n));
}

/** Mean squared error of each image. */
export function imageErrors(images: ImageSet, reconstructions: Float32Array): Float64Array {
  return Float64Array.from(images.labels, (_, n) =>
    valueOf(MEAN_SQUARED_ERROR, images, reconstructions, n),
  );
}

/** Of the image with index n. */
function valueOf(
  { ofImage }: ImageMeasure,
  images: ImageSet,
  reconstructions: Float32Array,
  n: number,
): number {
  const size = imageSize(images.shape);
  const reconstruction = reconstructions.subarray(n * size, (n + 1) * size);
  return ofImage(toFloats(images, [n]), reconstruction, images.shape);
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

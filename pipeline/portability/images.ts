/** The images that models are run on: the run's own where they are at hand, else noise. */
import { count } from '../../exporter/shapes.ts';
import { DATASET_NAMES, loadDataset } from '../datasets/load.ts';
import { InputError } from '../errors.ts';
import type { Manifest } from '../files/manifest.ts';
import type { NpyArray } from '../files/npy.ts';
import { imageCount, imageDimensions, toFloats } from '../images.ts';
import { seededRandom } from '../random.ts';

export interface ChosenImages {
  /** Float32 in [0, 1], N × C × H × W. */
  readonly images: NpyArray;
  /** `256 test images of MNIST (…)` */
  readonly title: string;
}

/**
 * Images of the run's shape. The network is left alone: test images of a known dataset that the cache or a
 * package holds, or seeded noise.
 *
 * @param most images; there are fewer where a dataset has fewer
 */
export async function imagesFor(
  { dataset, settings }: Manifest,
  most: number,
): Promise<ChosenImages> {
  const { name, shape } = dataset;
  if (!DATASET_NAMES.includes(name)) {
    return noise(shape, most, `the run's own images (${dataset.title}) are not looked for`);
  }
  const [, height, width] = shape;
  try {
    const { test, title, source } = await loadDataset({
      dataset: name,
      dataDir: null,
      offline: true,
      limit: null,
      imageSize: 'imageSize' in settings ? { height, width } : null,
      grayscale: settings.grayscale === true,
      report: { note: ignore, progress: ignore },
    });
    const images = Math.min(most, imageCount(test));
    const data = toFloats(
      test,
      Array.from({ length: images }, (_, i) => i),
    );
    return {
      images: { shape: [images, ...imageDimensions(test.shape)], data },
      title: `${images} test images of ${title} (${source})`,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return noise(shape, most, `${dataset.title} is not at hand without the network`);
  }
}

function ignore(): void {
  // Only what came of it is told.
}

function noise(shape: readonly number[], images: number, reason: string): ChosenImages {
  const random = seededRandom(42, 'portability images');
  const data = Float32Array.from({ length: images * count(shape) }, random);
  return {
    images: { shape: [images, ...shape], data },
    title: `${images} images of seeded noise from 0 to 1, since ${reason}`,
  };
}

/** Images in another size, or without colours. */
import { imageCount, imageSize, type Dataset, type ImageSet, type ImageShape } from '../images.ts';
import { inParallel } from './inParallel.ts';
import { reshapePixels } from './pictures.ts';
import type { DatasetRequest, ImageOptions } from './request.ts';

/** The dataset as it is asked for; itself where it is so already. */
export async function reshaped(
  dataset: Dataset,
  request: DatasetRequest & ImageOptions,
): Promise<Dataset> {
  const { shape } = dataset.train;
  const wanted: ImageShape = {
    ...shape,
    ...request.imageSize,
    ...(request.grayscale && { channels: 1 }),
  };
  if (imageSize(wanted) === imageSize(shape) && wanted.height === shape.height) return dataset;
  const total = imageCount(dataset.train) + imageCount(dataset.test);
  let done = 0;
  const split = (images: ImageSet) =>
    reshapeAll(images, wanted, () => {
      request.report.progress(++done, total, 'images');
    });
  return {
    ...dataset,
    train: await split(dataset.train),
    test: await split(dataset.test),
    source: `${dataset.source}; as ${wanted.width} × ${wanted.height} pixels (width × height) in ${wanted.channels === 1 ? 'grey' : 'colour'}`,
  };
}

async function reshapeAll(
  images: ImageSet,
  to: ImageShape,
  reshapedOne: () => void,
): Promise<ImageSet> {
  const [from, size] = [imageSize(images.shape), imageSize(to)];
  const pixels = new Uint8Array(imageCount(images) * size);
  await inParallel(Array.from(images.labels), async (_, i) => {
    const image = images.pixels.subarray(i * from, (i + 1) * from);
    pixels.set(await reshapePixels(image, images.shape, to), i * size);
    reshapedOne();
  });
  return { ...images, shape: to, pixels };
}

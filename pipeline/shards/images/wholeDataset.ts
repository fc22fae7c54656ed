/** Any dataset, held in memory: its training images, then its test images. */
import { binarized } from '../../datasets/binarize.ts';
import { fingerprint } from '../../datasets/fingerprint.ts';
import { loadDataset, type LoadOptions } from '../../datasets/load.ts';
import { UNLABELLED } from '../../datasets/own/classes.ts';
import { concatImages, imageCount, imagesBetween, type ImageSet } from '../../images.ts';
import { labelsAmong, type ImageSource } from './imageSource.ts';

/** @param classNames of the run that the images are placed onto */
export async function wholeDataset(
  options: LoadOptions & { readonly binarize: boolean },
  classNames: readonly string[],
): Promise<ImageSource> {
  const loaded = await loadDataset(options);
  const dataset = options.binarize ? binarized(loaded) : loaded;
  const known = labelsAmong(
    classNames,
    dataset.classNames.map((name) => (name === UNLABELLED ? null : name)),
  );
  const named = (images: ImageSet): ImageSet => ({
    ...images,
    labels: images.labels.map((label) => known[label]),
  });
  const [train, test] = [named(dataset.train), named(dataset.test)];
  const trainCount = imageCount(train);
  const { title, source: origin, notice, terms } = dataset;
  return {
    title,
    origin,
    notice,
    shape: train.shape,
    ...(terms && { terms }),
    count: trainCount + imageCount(test),
    fingerprint: fingerprint(dataset),
    // They are known already.
    checkLabels: () => Promise.resolve(),
    read: (from, to) =>
      Promise.resolve(
        concatImages(
          imagesBetween(train, Math.min(from, trainCount), Math.min(to, trainCount)),
          imagesBetween(test, Math.max(0, from - trainCount), Math.max(0, to - trainCount)),
        ),
      ),
  };
}

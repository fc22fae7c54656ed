/** The images that are placed, as they are asked for. */
import { existsSync, openSync, readSync, closeSync, statSync } from 'node:fs';
import { InputError } from '../../errors.ts';
import { imageDimensions } from '../../images.ts';
import type { LoadOptions } from '../../datasets/load.ts';
import type { Reference } from '../reference.ts';
import type { ImageSource } from './imageSource.ts';
import { npyImages } from './npyImages.ts';
import { wholeDataset } from './wholeDataset.ts';

/**
 * A `.npy` file is read a block at a time; everything else is held in memory as bytes. Images come as the
 * run's own did: in its size, in grey where it is grey, in black and white alone where it was binarised.
 *
 * @throws InputError where the images are not such as the run's models take
 */
export async function openSource(
  options: Omit<LoadOptions, 'imageSize' | 'grayscale'>,
  { image, classNames, manifest, folder }: Reference,
): Promise<ImageSource> {
  const { dataset, limit } = options;
  const binarize = manifest.settings.binarize === true;
  const source =
    isPlainNpy(dataset) && !binarize
      ? await npyImages(dataset, limit, classNames)
      : await wholeDataset(
          { ...options, binarize, imageSize: image, grayscale: image.channels === 1 },
          classNames,
        );
  const [got, wanted] = [source.shape, image].map((shape) => imageDimensions(shape).join(' × '));
  if (got === wanted) return source;
  throw new InputError(
    `The images of ${source.title} are ${got}, and the models of ${folder.path} take ${wanted} (channels × height × width).`,
  );
}

const NPY = '\x93NUMPY';

/** Whether a path is a `.npy` file that is not packed, whatever its name. */
function isPlainNpy(path: string): boolean {
  if (!existsSync(path) || !statSync(path).isFile()) return false;
  const head = Buffer.alloc(NPY.length);
  const file = openSync(path, 'r');
  readSync(file, head, 0, head.length, 0);
  closeSync(file);
  return head.toString('latin1') === NPY;
}

/** Listed pictures → images in memory: which can be used, of which shape, in which split, decoded. */
import { InputError } from '../../errors.ts';
import {
  imageCount,
  imageSize,
  pickImages,
  type ImageSet,
  type ImageShape,
  type Skipped,
} from '../../images.ts';
import { inParallel } from '../inParallel.ts';
import { decodePicture, type PictureHead, readHead } from '../pictures.ts';
import { indexClasses } from './classes.ts';
import { type ListedPicture, type Listing, passedOver } from './listing.ts';
import type { OwnImages, OwnRequest } from './ownImages.ts';
import { whyNoPicture } from './pictureFormat.ts';
import { whyUnreadable } from './unreadable.ts';
import { assignSplits } from './splits.ts';

/** Side of the images where the pictures are of several sizes, or larger than this. */
const DEFAULT_SIDE = 64;

/** Images that each split needs, so that two can be told apart. */
const LEAST = 2;

/** What libvips and its decoders say of damage. */
const DAMAGED = /^Unknown error$|read error|premature end/i;

/** Skipped files that an error names. */
const EXAMPLES = 3;

/** The pixels of a split are kept in one array, which cannot be longer. */
const MOST_VALUES = 2 ** 32;

/**
 * @param where names the dataset in errors
 * @throws InputError where too few pictures can be used, or they are too many for the memory
 */
export async function loadPictures(
  listing: Listing,
  where: string,
  request: OwnRequest,
): Promise<OwnImages> {
  const skipped = [...listing.skipped];
  const usable = await examine(listing.pictures, skipped, request);
  if (usable.length === 0) throw tooFew(where, 0, 0, skipped);
  const shape = shapeOf(usable, request);
  const { classNames, labels, unlabelled } = indexClasses(usable.map(({ label }) => label));
  const splits = assignSplits(
    labels,
    usable.map(({ split }) => split),
  );

  const decode = async (indices: readonly number[]) => {
    const picked = indices.slice(0, request.limit ?? Infinity);
    const pictures = picked.map((i) => ({ ...usable[i], classIndex: labels[i] }));
    return decodeAll(pictures, shape, skipped, request);
  };
  const train = await decode(splits.train);
  const test = await decode(splits.test);
  const [forTraining, forTest] = [train, test].map(imageCount);
  if (Math.min(forTraining, forTest) < LEAST) {
    throw tooFew(where, forTraining, forTest, skipped);
  }
  // They were found in parallel, in any order.
  skipped.sort((a, b) => (a.file < b.file ? -1 : 1));
  const { notes, emptyFolders } = listing;
  const { heldOut } = splits;
  return { classNames, train, test, skipped, notes, unlabelled, heldOut, emptyFolders };
}

type Examined = ListedPicture & PictureHead;

/** The pictures whose head is sound, in their order. */
async function examine(
  pictures: readonly ListedPicture[],
  skipped: Skipped[],
  { report, signal }: OwnRequest,
): Promise<Examined[]> {
  const examined = new Array<Examined | null>(pictures.length).fill(null);
  let done = 0;
  await inParallel(pictures, async (picture, i) => {
    signal?.throwIfAborted();
    const reason = await tryTo(async () => {
      const reason = await whyNoPicture(picture.path);
      if (reason === null) examined[i] = { ...picture, ...(await readHead(picture.path)) };
      return reason;
    });
    if (reason !== null) skipped.push({ file: picture.file, reason });
    report.progress(++done, pictures.length, 'files');
  });
  return examined.filter((picture) => picture !== null);
}

/** The shape that is asked for, else the pictures' own, else a square. */
function shapeOf(
  pictures: readonly PictureHead[],
  { imageSize, grayscale }: OwnRequest,
): ImageShape {
  const channels = grayscale || pictures.every(({ grey }) => grey) ? 1 : 3;
  if (imageSize !== null) return { channels, ...imageSize };
  const [{ height, width }] = pictures;
  const alike = pictures.every((each) => each.height === height && each.width === width);
  return alike && Math.max(height, width) <= DEFAULT_SIDE
    ? { channels, height, width }
    : { channels, height: DEFAULT_SIDE, width: DEFAULT_SIDE };
}

/** Those that can be decoded, in their order. */
async function decodeAll(
  pictures: readonly (ListedPicture & { readonly classIndex: number })[],
  shape: ImageShape,
  skipped: Skipped[],
  { report, signal }: OwnRequest,
): Promise<ImageSet> {
  const size = imageSize(shape);
  checkMemory(pictures.length, shape);
  const pixels = new Uint8Array(pictures.length * size);
  const sound = new Array<boolean>(pictures.length).fill(false);
  let done = 0;
  await inParallel(pictures, async ({ path, file }, i) => {
    signal?.throwIfAborted();
    const reason = await tryTo(async () => {
      pixels.set(await decodePicture(path, shape), i * size);
      return null;
    });
    if (reason === null) sound[i] = true;
    else skipped.push({ file, reason });
    report.progress(++done, pictures.length, 'pictures');
  });
  const all: ImageSet = {
    shape,
    pixels,
    labels: Int32Array.from(pictures, ({ classIndex }) => classIndex),
    files: pictures.map(({ file }) => file),
  };
  const kept = [...sound.keys()].filter((i) => sound[i]);
  return kept.length === pictures.length ? all : pickImages(all, kept);
}

/** Null where it can be done, else why not, in a line. */
async function tryTo(work: () => Promise<string | null>): Promise<string | null> {
  try {
    return await work();
  } catch (error) {
    const reason = whyUnreadable(error).replaceAll(/\s+/g, ' ').trim();
    return DAMAGED.test(reason) ? 'it is damaged' : reason;
  }
}

function checkMemory(count: number, shape: ImageShape): void {
  const { channels, height, width } = shape;
  const values = count * imageSize(shape);
  if (values <= MOST_VALUES) return;
  throw new InputError(
    `${count.toLocaleString('en')} pictures of ${width} × ${height} pixels (width × height) in ${channels === 1 ? 'grey' : 'colour'} take ${values.toLocaleString('en')} bytes, and ${MOST_VALUES.toLocaleString('en')} at most can be kept; choose a smaller --image-size, --grayscale or --limit.`,
  );
}

function tooFew(
  where: string,
  forTraining: number,
  forTest: number,
  skipped: readonly Skipped[],
): InputError {
  const examples = skipped.slice(0, EXAMPLES).map(({ file, reason }) => `${file} (${reason})`);
  if (skipped.length > EXAMPLES) examples.push('…');
  const lost = skipped.length === 0 ? '' : ` ${passedOver(skipped)}: ${examples.join(', ')}.`;
  const left = forTraining + forTest;
  const split = left === 0 ? '' : `, ${forTraining} to train on and ${forTest} to test with`;
  return new InputError(
    `${where} has ${left} usable ${left === 1 ? 'picture' : 'pictures'}${split}; expected PNG, JPEG or WebP files, at least ${LEAST} for each of both.${lost}`,
  );
}

/** Reads an image file with what the browser itself can read, and makes it small enough for the pad. */
import { element } from '../../../parts/elements.ts';
import { rough, whole } from '../../../parts/numbers.ts';

/** A picture at a size that is easy to work with. */
export interface DecodedPicture {
  readonly name: string;
  /** In pixels of the file, turned upright. */
  readonly width: number;
  readonly height: number;
  /** Smaller than that where the file has more pixels than the pad; see-through where the file is. */
  readonly pixels: ImageData;
}

/** A file is not to be used; the message is for the person who gave it. */
export class PictureError extends Error {
  override name = 'PictureError';
}

const EXPECTED = 'Expected a PNG, JPEG, WebP, GIF, BMP or SVG picture';
/** Of a file: beyond it, the pixels alone take 400 MB. */
const MOST_MEGAPIXELS = 100;

/** Characters of a file's name that are shown. */
const LONGEST_NAME = 40;

/**
 * @param largest pixels that the shorter side is reduced to, where it has more
 * @throws PictureError that names the file, what it is and what is expected
 */
export async function decodePicture(file: File, largest: number): Promise<DecodedPicture> {
  const name = shortened(file.name);
  const described = `“${name}” (${file.type || 'of unknown type'}, ${bytes(file.size)})`;
  const unreadable = `${described} is not a picture that this browser can read: it may be of another kind or damaged. ${EXPECTED}.`;
  if (file.size === 0) throw new PictureError(`“${name}” is empty. ${EXPECTED}.`);
  const image = await readHead(file).catch(() => {
    throw new PictureError(unreadable);
  });
  const { naturalWidth: width, naturalHeight: height } = image;
  if (width === 0 || height === 0) {
    throw new PictureError(`${described} states no size. Expected a width and a height above 0.`);
  }
  if (width * height > MOST_MEGAPIXELS * 1e6) {
    throw new PictureError(
      `${described} has ${whole(width)} × ${whole(height)} pixels, more than the ${MOST_MEGAPIXELS} million that can be read here. Make it smaller first.`,
    );
  }
  const scale = Math.min(1, largest / Math.min(width, height));
  const size = {
    width: Math.max(1, Math.round(scale * width)),
    height: Math.max(1, Math.round(scale * height)),
  };
  try {
    const source = isVector(file) ? image : await reduce(file, size);
    return { name, width, height, pixels: pixelsOf(source, size) };
  } catch {
    throw new PictureError(unreadable);
  }
}

/** Reads the size of a picture and, of most formats, no more than that. */
function readHead(file: File): Promise<HTMLImageElement> {
  const image = element('img');
  const url = URL.createObjectURL(file);
  return new Promise<HTMLImageElement>((resolve, reject) => {
    image.addEventListener('load', () => {
      resolve(image);
    });
    image.addEventListener('error', () => {
      reject(new Error('not an image'));
    });
    image.src = url;
  }).finally(() => {
    URL.revokeObjectURL(url);
  });
}

function isVector({ type }: File): boolean {
  return type === 'image/svg+xml';
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Decodes and shrinks aside of the page's own thread. */
function reduce(file: File, { width, height }: Size): Promise<ImageBitmap> {
  return createImageBitmap(file, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'high',
    imageOrientation: 'from-image',
  });
}

function pixelsOf(source: CanvasImageSource, { width, height }: Size): ImageData {
  const canvas = element('canvas', { width: String(width), height: String(height) });
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** Beginning and end of a long name of a file. */
function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, 20)}…${name.slice(-15)}` : name;
}

function bytes(count: number): string {
  return count < 1e6 ? `${rough(count / 1e3)} KB` : `${rough(count / 1e6)} MB`;
}

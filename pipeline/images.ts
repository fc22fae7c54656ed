/** Size of one image: channels first, as the models take it. */
export interface ImageShape {
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
  /** Rows, in pixels. */
  readonly height: number;
  /** Columns, in pixels. */
  readonly width: number;
}

/** Images of one size with a label each, kept as bytes: a quarter of what floats would take. */
export interface ImageSet {
  readonly shape: ImageShape;
  /** Images × channels × height × width, each 0 (black) to 255 (full intensity). */
  readonly pixels: Uint8Array;
  /** One class index an image; its length is the number of images. */
  readonly labels: Int32Array;
  /** The file of each image, where each has one of its own. */
  readonly files?: readonly string[];
}

/** A file of the person's that could not be used. */
export interface Skipped {
  readonly file: string;
  readonly reason: string;
}

/** What is asked of those who use a dataset. */
export interface Terms {
  readonly licence: string;
  /** What to cite. */
  readonly citation: string;
}

/** What every stage of a run works on. */
export interface Dataset {
  /** Short name for folders and files, such as `mnist`. */
  readonly name: string;
  /** Name for people, such as `MNIST`. */
  readonly title: string;
  /** Name of each class; a label is an index into it. */
  readonly classNames: readonly string[];
  readonly train: ImageSet;
  readonly test: ImageSet;
  /** Where the images came from, one phrase for the manifest and the page. */
  readonly source: string;
  /** A sentence the person should see, such as that this is a part of the data; null if none. */
  readonly notice: string | null;
  /** Not there for images that are the person's own. */
  readonly terms?: Terms;
  /** Files that were passed over; not there where none can be. */
  readonly skipped?: readonly Skipped[];
  /** SHA-256 of the path of the person's own: it tells others of the same name, and no name of a folder. */
  readonly origin?: string;
  /** Index of the class that was left out of the training images; not there if none was. */
  readonly leftOut?: number;
}

/** Number of values in one image. */
export function imageSize(shape: ImageShape): number {
  return shape.channels * shape.height * shape.width;
}

/** Channels, height and width, as graphs take them. */
export function imageDimensions({ channels, height, width }: ImageShape): [number, number, number] {
  return [channels, height, width];
}

/** Number of images in a set. */
export function imageCount(images: ImageSet): number {
  return images.labels.length;
}

/** k / 255 as float32: looked up, since millions of pixels take part. */
const INTENSITIES = Float32Array.from({ length: 256 }, (_, k) => k / 255);

/** Copies the images at `indices` into a float32 batch in [0, 1], N × C × H × W. */
export function toFloats(images: ImageSet, indices: ArrayLike<number>): Float32Array {
  const size = imageSize(images.shape);
  const { pixels } = images;
  const floats = new Float32Array(indices.length * size);
  for (let n = 0, to = 0; n < indices.length; n++) {
    const from = indices[n] * size;
    for (let k = 0; k < size; k++) floats[to++] = INTENSITIES[pixels[from + k]];
  }
  return floats;
}

/** The images of two sets one after the other; both must have the same shape. */
export function concatImages(first: ImageSet, second: ImageSet): ImageSet {
  const pixels = new Uint8Array(first.pixels.length + second.pixels.length);
  pixels.set(first.pixels);
  pixels.set(second.pixels, first.pixels.length);
  const labels = new Int32Array(first.labels.length + second.labels.length);
  labels.set(first.labels);
  labels.set(second.labels, first.labels.length);
  const files = first.files && second.files && [...first.files, ...second.files];
  return { shape: first.shape, pixels, labels, ...(files && { files }) };
}

/** The images at `indices`, in that order; a copy. */
export function pickImages(images: ImageSet, indices: ArrayLike<number>): ImageSet {
  const size = imageSize(images.shape);
  const pixels = new Uint8Array(indices.length * size);
  const labels = new Int32Array(indices.length);
  for (let to = 0; to < indices.length; to++) {
    const from = indices[to];
    pixels.set(images.pixels.subarray(from * size, (from + 1) * size), to * size);
    labels[to] = images.labels[from];
  }
  const { shape, files } = images;
  return { shape, pixels, labels, ...(files && { files: Array.from(indices, (i) => files[i]) }) };
}

/** The first `count` images of a set, or all of them where it has fewer; shares memory with it. */
export function firstImages(images: ImageSet, count: number): ImageSet {
  return imagesBetween(images, 0, count);
}

/** Images `from` to `to` (exclusive), as far as there are any; shares memory with the set. */
export function imagesBetween(
  { shape, pixels, labels, files }: ImageSet,
  from: number,
  to: number,
): ImageSet {
  const size = imageSize(shape);
  return {
    shape,
    pixels: pixels.subarray(from * size, to * size),
    labels: labels.subarray(from, to),
    ...(files && { files: files.slice(from, to) }),
  };
}

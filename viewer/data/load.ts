import { FORMAT_VERSION, PAGE_BLOBS, PAGE_DATA, type PageData } from '../../pipeline/contract.ts';
import { PageError, textOf, type ReadText } from './blobs.ts';
import { readFrames, type Frames } from './frames.ts';
import { readNeighbours, type Neighbours } from './neighbours.ts';
import { NO_PARITY, readParity, type Parity } from './parity.ts';
import { BlobReader, checkFinite } from './reader.ts';
import { readSearch, type Search } from './search.ts';

/** What the page shows, read from the file and checked. */
export interface Page {
  readonly data: PageData;
  /** Images × channels × height × width, 0 to 255. */
  readonly pixels: Uint8Array;
  /** One class index an image. */
  readonly labels: Int32Array;
  /** The file of each image; null where they have none, or the part is damaged. */
  readonly files: readonly string[] | null;
  /** As `data` names them; at least one. */
  readonly maps: readonly MapPoints[];
  /** One an image: mean squared error of its reconstruction, over pixels in [0, 1]. */
  readonly errors: Float32Array;
  /** Of every image, mapped or placed. */
  readonly neighbours: Neighbours;
  /** How a map came to be; null where none came step by step, or the part is damaged. */
  readonly frames: Frames | null;
  /** To find the mapped images nearest to a new latent; null where there is one only, or the part is damaged. */
  readonly search: Search | null;
  /** What the pipeline's runtime made of some images. */
  readonly parity: Parity;
  /** Licences of the code of others in this file; empty where the part is damaged. */
  readonly licences: string;
  /** What the page goes without. */
  readonly troubles: readonly Trouble[];
}

/** A part that is missing or damaged, and that the page can do without. */
export interface Trouble {
  /** What is so not there for people, such as `the replay of t-SNE`. */
  readonly missing: string;
  /** What is wrong with the file, a sentence. */
  readonly reason: string;
}

/** Where the images lie on one map. */
export interface MapPoints {
  /** Images × 2: x to the right, y upwards, in the map's own units. */
  readonly positions: Float32Array;
  /** One an image: 0 where its neighbourhood is whole, to 1. */
  readonly distortion: Float32Array;
  /** One a placed image, in the map's own units. */
  readonly uncertainty: Float32Array;
}

/**
 * Reads the page's data, labels, maps and images; not the models, which load aside.
 *
 * @param decoded images, of a page that holds them on sheets
 * @throws PageError where a part is missing, damaged, of another format or does not fit the others
 */
export function loadPage(read: ReadText, decoded: Uint8Array | null = null): Page {
  const data = parseData(textOf(read, PAGE_DATA));
  const blobs = new BlobReader(read);
  const { count, channels, height, width } = data.images;
  const what = `${count} images`;
  const labels = blobs.int32(PAGE_BLOBS.labels, count, what);
  checkLabels(labels, data.dataset.classNames.length);
  const maps = loadMaps(data, blobs);
  const errors = blobs.float32(PAGE_BLOBS.errors, count, what);
  checkFinite(PAGE_BLOBS.errors, errors);
  const neighbours = readNeighbours(data, blobs);
  const pixels = decoded ?? blobs.bytes(PAGE_BLOBS.images, count * channels * height * width, what);
  const troubles: Trouble[] = [];
  // The rest stands further back in the file, and one that was cut short can still be looked at.
  const spare = <Part>(missing: string, part: () => Part, otherwise: Part): Part => {
    try {
      return part();
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      troubles.push({ missing, reason: error.message });
      return otherwise;
    }
  };
  return {
    data,
    pixels,
    labels,
    files: spare('the names of the files', () => readFiles(data, blobs), null),
    maps,
    errors,
    neighbours,
    frames: spare('the replay of t-SNE', () => readFrames(data, maps, blobs), null),
    search: spare(
      'the nearest images of a drawing and its place on the map',
      () => readSearch(data, blobs),
      null,
    ),
    parity: spare('the comparison with Node', () => readParity(data, blobs), NO_PARITY),
    licences: spare('the licences', () => blobs.text(PAGE_BLOBS.licences), ''),
    troubles,
  };
}

function readFiles({ images }: PageData, blobs: BlobReader): string[] | null {
  if (!images.named) return null;
  const files = JSON.parse(blobs.text(PAGE_BLOBS.files)) as string[];
  if (files.length === images.count) return files;
  throw new PageError(
    `The page names ${files.length} files for ${images.count} images: make the page again.`,
  );
}

function loadMaps({ maps, images, placedFrom }: PageData, blobs: BlobReader): MapPoints[] {
  const { count } = images;
  const placed = count - placedFrom;
  const numbers = (id: string, size: number) => blobs.float32(id, size, `${count} images`);
  const positions = numbers(PAGE_BLOBS.map, maps.length * count * 2);
  const distortion = numbers(PAGE_BLOBS.distortion, maps.length * count);
  const uncertainty = numbers(PAGE_BLOBS.uncertainty, maps.length * placed);
  return maps.map(({ title }, m) => {
    const map = {
      positions: positions.subarray(m * count * 2, (m + 1) * count * 2),
      distortion: distortion.subarray(m * count, (m + 1) * count),
      uncertainty: uncertainty.subarray(m * placed, (m + 1) * placed),
    };
    for (const [what, values] of Object.entries(map)) {
      if (values.every(Number.isFinite)) continue;
      throw new PageError(
        `The map "${title}" has a ${what.replace(/s$/, '')} that is not a number: make the page again.`,
      );
    }
    return map;
  });
}

/** One image as the encoder takes it, channels × height × width in [0, 1]. */
export function imageAt(page: Page, index: number): Float32Array {
  const { channels, height, width } = page.data.images;
  const size = channels * height * width;
  return Float32Array.from(
    page.pixels.subarray(index * size, (index + 1) * size),
    (byte) => byte / 255,
  );
}

function parseData(text: string): PageData {
  let data: PageData;
  try {
    data = JSON.parse(text) as PageData;
  } catch {
    throw new PageError(
      `The part "${PAGE_DATA}" is not JSON: the file seems to be cut short or changed. Copy or download it again.`,
    );
  }
  // The border of the format: what the rest of the page relies on is checked here, once.
  if (data.formatVersion !== FORMAT_VERSION) {
    throw new PageError(
      `The data of this page have format ${data.formatVersion} and its viewer reads format ${FORMAT_VERSION}: make the page again with one version of Caelum.`,
    );
  }
  const { classNames, classColours } = data.dataset;
  if (classNames.length === 0 || classNames.length !== classColours.length) {
    throw new PageError(
      `The page names ${classNames.length} classes and ${classColours.length} colours: make the page again.`,
    );
  }
  const { count, channels, height, width } = data.images;
  for (const [name, size] of Object.entries({ count, channels, height, width })) {
    if (!Number.isInteger(size) || size < 1) {
      throw new PageError(
        `The page states ${name} ${size} for its images, expected a whole number from 1: make the page again.`,
      );
    }
  }
  const { maps, placedFrom, images } = data;
  if (maps.length === 0 || !(placedFrom >= 1 && placedFrom <= images.count)) {
    throw new PageError(
      `The page names ${maps.length} maps, made of ${placedFrom} of ${images.count} images: make the page again.`,
    );
  }
  return data;
}

function checkLabels(labels: Int32Array, classes: number): void {
  const index = labels.findIndex((label) => label < 0 || label >= classes);
  if (index >= 0) {
    throw new PageError(
      `Image ${index} has label ${labels[index]} where there are ${classes} classes: make the page again.`,
    );
  }
}

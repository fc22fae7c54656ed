/**
 * What a run leaves in `artifacts/<run>/` and what the page is handed: names, shapes, units and the
 * version of the format. Free of Node, so that the page can import it.
 */

/** Goes up when a file of a run changes its meaning; older runs are then made anew. */
export const FORMAT_VERSION = 3;

/** Every file of a run; figures stand as `<name>.svg` and `<name>.png`. */
export const FILES = {
  encoder: 'encoder.onnx',
  decoder: 'decoder.onnx',
  autoencoder: 'autoencoder.onnx',
  training: 'training.onnx',
  history: 'history.json',
  latents: 'latents.npy',
  labels: 'labels.npy',
  errors: 'errors.npy',
  neighbours: 'neighbours.npy',
  distances: 'distances.npy',
  map: 'map.csv',
  frames: 'frames.npy',
  placed: 'placed.csv',
  placedNeighbours: 'placed-neighbours.npy',
  rerun: 'rerun.csv',
  metrics: 'metrics.json',
  viewer: 'viewer.html',
  run: 'run.json',
} as const;

export const FIGURES = {
  featureMaps: 'figures/feature-maps',
  map: 'figures/map',
  maps: 'figures/maps',
  distortion: 'figures/distortion',
  reconstructions: 'figures/reconstructions',
  loss: 'figures/loss',
  measures: 'figures/measures',
  worst: 'figures/worst',
} as const;

/** All that a run may leave behind. */
export const RUN_FILES: readonly string[] = [
  ...Object.values(FILES),
  ...Object.values(FIGURES).flatMap((name) => [`${name}.svg`, `${name}.png`]),
];

/**
 * `history.json`: how training went. Losses are mean squared errors over pixels in [0, 1]. While the
 * first epoch is under way, `epochs` is empty, and `last` and `best` are not there.
 */
export interface History {
  /** Training loss of every step, in order, before that step's update. */
  readonly steps: readonly number[];
  readonly epochs: readonly HistoryEpoch[];
  /** What is exported: the averaged weights at the end of the last epoch. */
  readonly last: HistoryEpoch;
  /** The epoch with the lowest test error; named only, since choosing by it would leak the test split. */
  readonly best: HistoryEpoch;
}

export interface HistoryEpoch {
  /** 1 for the first. */
  readonly epoch: number;
  /** Mean of the epoch's step losses, weighted by batch size. */
  readonly trainLoss: number;
  /** Error on the test split after the epoch, with the averaged weights. */
  readonly testMse: number;
}

/** `metrics.json`: how well the models reconstruct, and what the latent space and its maps keep. */
export interface Metrics {
  /** What is measured, in reading order; those that have a value. */
  readonly spaces: readonly Space[];
  /** In reading order; a measure that is not defined for these images is left out. */
  readonly measures: readonly Measure[];
}

export interface Space {
  /** `images` (test images and their reconstructions), `latents`, or the name of a map. */
  readonly name: string;
  /** Name for people, such as `t-SNE`. */
  readonly title: string;
}

/** What a measure is: all that is needed to read its values. */
export interface MeasureDefinition {
  readonly key: string;
  /** Name for people, such as `Trustworthiness, k = 10`. */
  readonly title: string;
  /** `1` for a plain number, `dB`, `nats`, … */
  readonly unit: string;
  /** Smallest and largest possible value; null where there is no bound. */
  readonly range: readonly [number | null, number | null];
  /** Which direction is good; null for a number that only gives others a scale. */
  readonly better: 'higher' | 'lower' | null;
  /** One or two sentences: how it is computed. */
  readonly definition: string;
  /** Paper or reference implementation. */
  readonly source: string;
}

export interface Measure extends MeasureDefinition {
  readonly values: readonly MeasuredValue[];
  /**
   * Where only some of the images were looked at: how many of how many, and the seed that chose them;
   * null where all were.
   */
  readonly sample: { readonly size: number; readonly of: number; readonly seed: number } | null;
}

export interface MeasuredValue {
  /** Name of the {@link Space}. */
  readonly space: string;
  readonly value: number;
  /** 95 % bootstrap interval of a mean or median over images; null for what is neither. */
  readonly interval: readonly [number, number] | null;
  /** By class index; null for a class without images. */
  readonly perClass?: readonly (number | null)[];
}

/**
 * Digits of the base 85 in which blobs are written, from 0 to 84: the printable characters from `(` to
 * `|`, but `~` for `<`, which could begin a tag.
 */
export const BASE85_DIGITS = Array.from({ length: 85 }, (_, value) =>
  String.fromCharCode(40 + value).replace('<', '~'),
).join('');

/**
 * Blobs inside `viewer.html`, each gzip, then base 85 (four bytes as five digits) in
 * `<script type="text/plain" id="…">`. Numbers are little-endian. Integers are packed: n as 2n, or as
 * −2n − 1 where it is negative, in 32 bits, of which all lowest bytes come first, then all second ones, …
 */
export const PAGE_BLOBS = {
  /** Script that runs the models, UTF-8. */
  worker: 'blob-worker',
  /** WebAssembly of the runtime. */
  wasm: 'blob-wasm',
  encoder: 'blob-encoder',
  decoder: 'blob-decoder',
  /** uint8, images × channels × height × width. */
  images: 'blob-images',
  /** int32, one class index an image. */
  labels: 'blob-labels',
  /** float32, maps × images × 2: x then y. */
  map: 'blob-map',
  /** float32, maps × images: 0 (a whole neighbourhood) to 1. */
  distortion: 'blob-distortion',
  /** float32, maps × placed images, in units of the map. */
  uncertainty: 'blob-uncertainty',
  /** float32, one an image: mean squared error of its reconstruction. */
  errors: 'blob-errors',
  /** Integers, images × {@link PageData.neighbours}: ids. */
  neighbours: 'blob-neighbours',
  /** Integers, frames but the last × mapped images × 2: see {@link PageFrames}. */
  frames: 'blob-frames',
  /** float32, one a number of a latent: mean of the mapped latents. */
  searchMean: 'blob-search-mean',
  /** Integers, components × latent: see {@link PageSearch}. */
  searchBasis: 'blob-search-basis',
  /** Integers, components × mapped images: see {@link PageSearch}. */
  search: 'blob-search',
  /** float32: latents, then reconstructions, of the images that {@link PageData.parity} names. */
  parity: 'blob-parity',
  /** Licences of the code of others that the page holds, UTF-8. */
  licences: 'blob-licences',
} as const;

/** Id of the `<script type="application/json">` that holds the {@link PageData}. */
export const PAGE_DATA = 'page-data';

/** What the page needs to know besides its blobs. */
export interface PageData {
  readonly formatVersion: number;
  readonly dataset: {
    readonly title: string;
    readonly source: string;
    readonly classNames: readonly string[];
    /** One CSS colour a class, told apart by colour-blind people too. */
    readonly classColours: readonly string[];
    /** Index of the class that was left out of training; null where all took part. */
    readonly leftOut: number | null;
  };
  readonly images: {
    readonly count: number;
    readonly channels: number;
    readonly height: number;
    readonly width: number;
  };
  /** Latent of one image without the batch axis, such as [32, 7, 7] or [16]. */
  readonly latentShape: readonly number[];
  /** Names of the models' tensors; a pair from elsewhere has its own. */
  readonly encoder: EncoderTensors;
  readonly decoder: ModelTensors;
  /** At least one; the page opens with the first. */
  readonly maps: readonly PageMap[];
  /** The maps were made of the images before this one; the images from it on were placed on them. */
  readonly placedFrom: number;
  /** Mapped images that are named as nearest of each image; 0 where only one is mapped. */
  readonly neighbours: number;
  /** Null where no map came to be step by step. */
  readonly frames: PageFrames | null;
  /** Null where there is too little to look for: one mapped image. */
  readonly search: PageSearch | null;
  /** Ids of images whose latents and reconstructions, as the pipeline's runtime gave them, are in the page. */
  readonly parity: readonly number[];
  readonly metrics: Metrics;
  /** Null where the models were trained elsewhere. */
  readonly history: History | null;
  /** Rows of label and value: settings, seed, versions, data fingerprint. */
  readonly provenance: readonly (readonly [string, string])[];
}

/** One of the page's maps, in words. */
export interface PageMap {
  /** Such as `tsne`, or `tsne-30` where there are several of a kind. */
  readonly name: string;
  /** Such as `t-SNE`; no two maps have the same. */
  readonly title: string;
  /** Such as `perplexity 30, 1,000 iterations`. */
  readonly settings: string;
}

/**
 * How the blob of frames is read: a coordinate q of a frame, 0 to {@link FRAME_LEVELS}, stands at
 * q / FRAME_LEVELS of the way through the frame's box. The blob has q of the first frame, and of each
 * further one what q has grown by. The last frame is the map, and not in the blob.
 */
export interface PageFrames {
  /** Index of the map that came to be so. */
  readonly map: number;
  /** After how many iterations each frame was taken, the last at the end. */
  readonly iterations: readonly number[];
  /** Left, bottom, right and top of each frame but the last, in units of the map. */
  readonly boxes: readonly (readonly [number, number, number, number])[];
}

/** Largest coordinate of a frame: fine enough for an eighth of a pixel on a map of 1,000. */
export const FRAME_LEVELS = 4095;

/**
 * How the blobs of the search are read: the mapped latents along their first principal components. The
 * numbers of the basis, and the coordinates, are integers times a step.
 */
export interface PageSearch {
  /** At least 1. */
  readonly components: number;
  readonly basisStep: number;
  /** In units of the latents. */
  readonly coordinateStep: number;
  /** Share of the latents' variance that the components hold, 0 to 1. */
  readonly explained: number;
  /** Share of the ten truly nearest that are found among the ten nearest along the components, 0 to 1. */
  readonly recall: number;
}

export interface EncoderTensors extends ModelTensors {
  /**
   * A second output, [batch, …shape]: the feature maps after the first block, which are the input of the
   * second convolution. Null where the encoder has no such thing.
   */
  readonly firstBlock: {
    readonly output: string;
    /** Channels, height, width. */
    readonly shape: readonly [number, number, number];
    /** Length of the encoder's file, bytes: it stands first in the blob, and the output is added after it. */
    readonly addedAt: number;
  } | null;
}

export interface ModelTensors {
  readonly input: string;
  readonly output: string;
  /** Size of the batch axis where the model fixes it; null where any size goes. */
  readonly batch: number | null;
}

/** A latent seen as pictures: `count` maps of `height` × `width`. */
export interface LatentMaps {
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/**
 * How to draw a latent: the channels of [C, H, W] as maps, [H, W] as one map, and a vector of D
 * numbers as one map of rows as near to a square as its length allows (the last row may be short).
 */
export function latentMaps(latentShape: readonly number[]): LatentMaps {
  const last = latentShape.at(-1) ?? 1;
  if (latentShape.length < 2) {
    const columns = Math.ceil(Math.sqrt(last));
    return { count: 1, height: Math.ceil(last / columns), width: columns };
  }
  const leading = latentShape.slice(0, -2);
  return {
    count: leading.reduce((product, size) => product * size, 1),
    height: latentShape[latentShape.length - 2],
    width: last,
  };
}

/** Distortion from which on all is drawn alike: a quarter of all points lie between. */
const MOST_DISTORTION = 0.25;

/** What is written at a scale of distortion; the last stands for all that is more, too. */
export const DISTORTION_TICKS: readonly number[] = [0, 0.01, 0.05, 0.1, MOST_DISTORTION];

/**
 * Where a distortion (0 to 1) stands on a scale of colours, 0 to 1: at its square root, since most points
 * have next to none and a few have much.
 */
export function distortionPlace(distortion: number): number {
  return Math.sqrt(Math.min(distortion, MOST_DISTORTION) / MOST_DISTORTION);
}

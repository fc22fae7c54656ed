import type { History } from './history.ts';
import type { Metrics } from './metrics.ts';

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
    /** Whether each image has a file, which the page names. */
    readonly named: boolean;
    /** Null where the blob of images has their bytes. */
    readonly sheets: PageSheets | null;
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
  /** Not there where the page has no crowd. */
  readonly crowd?: PageCrowd;
  /** Ids of images whose latents and reconstructions, as the pipeline's runtime gave them, are in the page. */
  readonly parity: readonly number[];
  readonly metrics: Metrics;
  /** Null where the models were trained elsewhere. */
  readonly history: History | null;
  /** Rows of label and value: settings, seed, versions, data fingerprint. */
  readonly provenance: readonly (readonly [string, string])[];
}

/** How the blob of images is read where it has sheets: images of three channels, in their order, row by row. */
export interface PageSheets {
  /** Images in a row. */
  readonly columns: number;
  /** Images on a sheet; the last may have fewer. */
  readonly perSheet: number;
  /** Bytes of each sheet, a file of WebP. */
  readonly lengths: readonly number[];
}

/** Side of a sheet at most, in pixels: every browser has canvases of this size. */
export const SHEET_SIDE = 2048;

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

/**
 * Further images on the first map, without pictures: of each only its place and its class. They lie in a
 * square, on a grid of {@link CROWD_LEVELS} steps a side, in the order of Morton's curve (bits of the column
 * and of the row by turns, the row's the higher), which the blob tells as the steps from one code to the
 * next, modulo 2^32.
 */
export interface PageCrowd {
  /** Whose images they are: the title of their dataset. */
  readonly title: string;
  /** 1 or more. */
  readonly count: number;
  /** Left and upper edge of the square and its side, in units of the map; rows go downwards. */
  readonly left: number;
  readonly top: number;
  /** 0 where all lie on one spot. */
  readonly side: number;
}

/** Class of an image of the crowd without a label. */
export const NO_CLASS = -1;

/**
 * Steps of a crowd's grid on each axis: no place is off by more than half of one, which is less than half a
 * pixel where the square fills 1,000 pixels and is then seen 60 times larger.
 */
export const CROWD_LEVELS = 65535;

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

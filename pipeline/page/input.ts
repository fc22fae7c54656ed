/** What a page is made of. */
import type { PageData } from '../contract.ts';
import type { ImageSet } from '../images.ts';
import type { CrowdPoints } from './parts/crowd.ts';
import type { Frames } from './parts/frames.ts';
import type { Sheets } from './parts/sheets.ts';
import type { Search } from './parts/search.ts';

export interface PageInput {
  /** What the page tells besides its images. */
  readonly data: Omit<
    PageData,
    'formatVersion' | 'images' | 'neighbours' | 'frames' | 'search' | 'crowd' | 'parity'
  >;
  /** The images of the maps: those that the maps are made of, then those that were placed on them. */
  readonly images: ImageSet;
  /** The same images on sheets; null where the page is to hold their bytes. */
  readonly sheets: Pick<Sheets, 'data' | 'bytes'> | null;
  /** As `data` names them. */
  readonly maps: readonly MapPoints[];
  /** One an image: mean squared error of its reconstruction. */
  readonly errors: Float32Array;
  readonly neighbours: NearestImages;
  /** Null where no map came to be step by step. */
  readonly frames: Frames | null;
  /** Null where there is nothing to look for. */
  readonly search: Search | null;
  /** Further images on the first map, shown by their density; null, or left out, for none. */
  readonly crowd?: CrowdPoints | null;
  readonly parity: Parity;
  /** ONNX files that take and give the tensors named in `data`. */
  readonly encoder: Uint8Array;
  readonly decoder: Uint8Array;
}

/** The mapped images nearest to each in latent space. */
export interface NearestImages {
  readonly k: number;
  /** Images × k: ids, nearest first. */
  readonly indices: Int32Array;
}

/** What the runtime here made of some images, for the page to compare its own with. */
export interface Parity {
  /** Ids. */
  readonly images: readonly number[];
  /** Images × latent. */
  readonly latents: Float32Array;
  /** Images × channels × height × width. */
  readonly reconstructions: Float32Array;
}

/** Where the images lie on one map. */
export interface MapPoints {
  /** Images × 2: x to the right, y upwards, any unit. */
  readonly positions: Float32Array;
  /** One an image: 0 where its neighbourhood is whole, to 1. */
  readonly distortion: Float32Array;
  /** One a placed image, in units of the map. */
  readonly uncertainty: Float32Array;
}

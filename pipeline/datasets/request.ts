import type { Dataset, ImageShape } from '../images.ts';

/** How a loader tells the person what goes on while it works. */
export interface Report {
  /** One sentence about something that happened. */
  note(text: string): void;
  /** `done` of `total` units, such as `bytes`; called often. */
  progress(done: number, total: number, unit: string): void;
}

/** Rows and columns of images, in pixels. */
export type ImageSize = Pick<ImageShape, 'height' | 'width'>;

/** Which images, and how, whatever the dataset. */
export interface ImageOptions {
  /** Size to bring the images to; null for their own. */
  readonly imageSize: ImageSize | null;
  /** Take colours away. */
  readonly grayscale: boolean;
  /**
   * For a quick try: only the first so many images of each split, at least 1; null for all. The
   * test split is cut too, since it is run through after every epoch and laid out on the map.
   */
  readonly limit: number | null;
}

/** What every dataset is loaded with. */
export interface DatasetRequest {
  /** Folder in which the person keeps data files; null where none was named. */
  readonly dataDir: string | null;
  /** True where the network must not be touched. */
  readonly offline: boolean;
  readonly report: Report;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Loads both splits of one dataset.
 *
 * @throws InputError for files that are not what they should be
 */
export type Loader = (request: DatasetRequest) => Promise<Dataset>;

import type { ImageSet, Skipped } from '../../images.ts';
import type { DatasetRequest, ImageOptions } from '../request.ts';

export type OwnRequest = DatasetRequest & ImageOptions;

/** What every reader of a person's own images gives. */
export interface OwnImages {
  readonly classNames: readonly string[];
  readonly train: ImageSet;
  readonly test: ImageSet;
  readonly skipped: readonly Skipped[];
  /** Sentences the person should see. */
  readonly notes: readonly string[];
  /** Images without a label, before any limit. */
  readonly unlabelled: number;
  /** Whether the test images were held out, since none were named. */
  readonly heldOut: boolean;
  /** Folders that would be classes and hold no file. */
  readonly emptyFolders: readonly string[];
}

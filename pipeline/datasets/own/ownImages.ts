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
}

import type { Dataset } from '../images.ts';

/** How a loader tells the person what goes on while it works. */
export interface Report {
  /** One sentence about something that happened. */
  note(text: string): void;
  /** `done` of `total` units, such as `bytes`; called often. */
  progress(done: number, total: number, unit: string): void;
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

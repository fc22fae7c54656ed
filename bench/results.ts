/** Everything that one run of the bench finds out, as `--json` writes it. */
import type { MapResults } from './map/measure.ts';
import type { NetworkResults } from './network/measure.ts';
import type { PageResult } from './page/measure.ts';
import type { ShardResults } from './shards/measure.ts';

/** What was measured where: without it, numbers cannot be compared. */
export interface Conditions {
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    /** Processes that ran or waited to run, mean of the minute before the start. */
    readonly load: number;
  };
  /** Caelum's and what it runs on. */
  readonly versions: Readonly<Record<string, string>>;
  /** What Caelum's models run on. */
  readonly device: string;
}

export interface Results extends Conditions {
  /** Null where nothing of the network was measured. */
  readonly network: NetworkResults | null;
  /** Null where the map was not measured. */
  readonly map: MapResults | null;
  /** Null where the page was not measured; else one for each number of points. */
  readonly page: readonly PageResult[] | null;
  /** Null where placing in shards was not measured. */
  readonly shards: ShardResults | null;
}

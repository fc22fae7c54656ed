/** Everything that one run of the bench finds out, as `--json` writes it. */
import type { Result } from './rounds.ts';
import type { StepCost } from './stepCost.ts';
import type { TaskName } from './tasks.ts';

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
  /** Where the images came from, and how many there are. */
  readonly images: { readonly source: string; readonly count: number };
  /** PyTorch's version and what it runs on, or why it takes no part. */
  readonly peer: string;
  /** Turns that each took, and training steps a turn. */
  readonly rounds: number;
  readonly steps: number;
}

export interface Results extends Conditions {
  /** Caelum first, then the peer where there is one. */
  readonly tasks: Readonly<Partial<Record<TaskName, readonly Result[]>>>;
  /** Null where training on the CPU was not measured. */
  readonly stepCost: StepCost | null;
}

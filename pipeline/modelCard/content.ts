import type { ModelSummary } from '../../exporter/modelSummary.ts';
import type { Metrics, ModelTensors, Variants } from '../contract.ts';
import type { Manifest } from '../files/manifest.ts';

/** What a card tells of. */
export interface CardContent {
  /** Whether this run has trained the models. */
  readonly trained: boolean;
  readonly manifest: Manifest;
  /** What the models tell of themselves, by file. */
  readonly models: Readonly<Record<string, ModelSummary>>;
  readonly tensors: { readonly encoder: ModelTensors; readonly decoder: ModelTensors };
  /** Of one latent, such as [32, 7, 7]. */
  readonly latentShape: readonly number[];
  readonly metrics: Metrics;
  /** Null where the run has no smaller variants of the models. */
  readonly variants: Variants | null;
  /** Mean squared error of the example, as the programs shall print it. */
  readonly exampleError: number;
  /** All other files of the run but its manifest, which knows this one. */
  readonly files: readonly CardFile[];
}

export interface CardFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

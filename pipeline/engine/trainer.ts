/** A network being trained, whatever runs it. */
import type { Random } from '../../exporter/layers/layer.ts';
import type { TrainingState } from '../../exporter/state.ts';
import type { ImageSet } from '../images.ts';

/** What a step depends on besides its images. */
export interface StepOptions {
  /** Adam's α. */
  readonly learningRate: number;
  /** Factor of a variational network's divergence in its loss; others have none. */
  readonly divergenceWeight: number;
  /** Gives standard normal numbers, with which a variational network draws its latents. */
  readonly normal: Random;
}

/** Numbers by the names that the network's objective has for them. */
export type Losses = Readonly<Record<string, number>>;

export interface Trainer {
  /**
   * One step on a batch of `count` images in [0, 1].
   *
   * @param images row-major, count × channels × height × width
   * @returns `loss`, which the step lowers, and its parts, all before the update
   */
  step(images: Float32Array, count: number, options: StepOptions): Promise<Losses>;
  /**
   * Means of the objective's errors over a set of images, with the averaged weights.
   *
   * @param normal as for a step
   */
  evaluate(images: ImageSet, normal: Random): Promise<Losses>;
  /** The present state: plain vectors that later steps leave alone. */
  state(): Promise<TrainingState>;
  close(): Promise<void>;
}

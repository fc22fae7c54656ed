/** A network being trained, whatever runs it. */
import type { TrainingState } from '../../exporter/state.ts';
import type { ImageSet } from '../images.ts';

export interface Trainer {
  /**
   * One step on a batch of `count` images in [0, 1].
   *
   * @param images row-major, count × channels × height × width
   * @returns the loss before the update
   */
  step(images: Float32Array, count: number, learningRate: number): Promise<number>;
  /** Mean squared error over a set of images, with the averaged weights. */
  evaluate(images: ImageSet): Promise<number>;
  /** The present state: plain vectors that later steps leave alone. */
  state(): Promise<TrainingState>;
  close(): Promise<void>;
}

import type { MeasureDefinition } from '../../contract.ts';
import type { ImageShape } from '../../images.ts';

/** How well one image is reconstructed; measured as the mean over images. */
export interface ImageMeasure extends MeasureDefinition {
  /**
   * @param original and reconstruction: C × H × W, in [0, 1]
   * @param shape with at least one pixel
   */
  readonly ofImage: (
    original: Float32Array,
    reconstruction: Float32Array,
    shape: ImageShape,
  ) => number;
}

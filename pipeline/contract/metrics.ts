/** `metrics.json`: how well the models reconstruct, and what the latent space and its maps keep. */
export interface Metrics {
  /** What is measured, in reading order; those that have a value. */
  readonly spaces: readonly Space[];
  /** In reading order; a measure that is not defined for these images is left out. */
  readonly measures: readonly Measure[];
}

export interface Space {
  /** `images` (test images and their reconstructions), `latents`, or the name of a map. */
  readonly name: string;
  /** Name for people, such as `t-SNE`. */
  readonly title: string;
}

/** What a measure is: all that is needed to read its values. */
export interface MeasureDefinition {
  readonly key: string;
  /** Name for people, such as `Trustworthiness, k = 10`. */
  readonly title: string;
  /** `1` for a plain number, `dB`, `nats`, … */
  readonly unit: string;
  /** Smallest and largest possible value; null where there is no bound. */
  readonly range: readonly [number | null, number | null];
  /** Which direction is good; null for a number that only gives others a scale. */
  readonly better: 'higher' | 'lower' | null;
  /** One or two sentences: how it is computed. */
  readonly definition: string;
  /** Paper or reference implementation. */
  readonly source: string;
}

export interface Measure extends MeasureDefinition {
  readonly values: readonly MeasuredValue[];
  /**
   * Where only some of the images were looked at: how many of how many, and the seed that chose them;
   * null where all were.
   */
  readonly sample: { readonly size: number; readonly of: number; readonly seed: number } | null;
}

export interface MeasuredValue {
  /** Name of the {@link Space}. */
  readonly space: string;
  readonly value: number;
  /** 95 % bootstrap interval of a mean or median over images; null for what is neither. */
  readonly interval: readonly [number, number] | null;
  /** By class index; null for a class without images. */
  readonly perClass?: readonly (number | null)[];
}

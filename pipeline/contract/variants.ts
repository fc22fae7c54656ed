/** Smaller variants of the models, by their names on the command line. */
export const VARIANTS = ['fp16', 'int8'] as const;

export type VariantName = (typeof VARIANTS)[number];

/** The models of which there are variants. */
export const VARIANT_MODELS = ['encoder', 'decoder', 'autoencoder'] as const;

/** `encoder.int8.onnx` */
export function variantFile(model: (typeof VARIANT_MODELS)[number], variant: VariantName): string {
  return `${model}.${variant}.onnx`;
}

/** `variants.json`: what smaller variants of the models lose, each beside float32. */
export interface Variants {
  /** `float32` first, then those that were asked for. */
  readonly variants: readonly Variant[];
  /** How the ranges of `int8` were found; not there without it. */
  readonly calibration?: Calibration;
}

export interface Variant {
  readonly name: 'float32' | VariantName;
  /** Size of each file. */
  readonly bytes: Readonly<Record<(typeof VARIANT_MODELS)[number], number>>;
  /** Mean squared error of its reconstructions of the test images over pixels in [0, 1]. */
  readonly testMse: number;
  /** How far the numbers of its latents of the test images lie from float32's, in the unit of the latents. */
  readonly latentDifference: { readonly mean: number; readonly largest: number };
  /**
   * Of the 10 nearest other test images of each in latent space, the share that float32 has too; null
   * where there is no other.
   */
  readonly neighbourAgreement: number | null;
}

export interface Calibration {
  /** So many training images, drawn with this seed. */
  readonly images: number;
  readonly seed: number;
  /** Share of numbers at each end that are taken for the end of their range, in each model. */
  readonly cutOff: { readonly encoder: number; readonly decoder: number };
}

/**
 * Numbers as 8 bits: x ≈ scale · (q − zero point), as ONNX's QuantizeLinear has it.
 *
 * Weights have a scale for each output and no zero point, activations one of each for all
 * (Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient
 * Integer-Arithmetic-Only Inference", sections 2.1 and 3).
 */

/** Where the numbers of a tensor lie; those beyond are taken for its end. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Of uint8. */
export interface Scale {
  /** Above 0, a float32. */
  readonly scale: number;
  /** The whole number that stands for 0, from 0 to 255. */
  readonly zeroPoint: number;
}

/** Zero is always among the numbers, and exact: it is what lies around images. */
export function scaleOf({ least, most }: Range): Scale {
  const low = Math.min(least, 0);
  const high = Math.max(most, 0);
  const scale = Math.fround((high - low) / 255) || 1;
  return { scale, zeroPoint: Math.round(-low / scale) };
}

/**
 * Weights go from −64 to 64, not to ±127. Processors without VNNI add two products of 8 bits into 16,
 * where 2 · 255 · 127 is cut off and 2 · 255 · 64 is not: so the model computes the same everywhere.
 */
export const LARGEST_WEIGHT = 64;

/** Biases are 32-bit; half of them is left for what they are added to. */
const LARGEST_BIAS = 2 ** 30;

/** The numbers of a product with constant weights. */
export interface IntegerWeights {
  readonly weights: Int8Array;
  /** Of each output's weights. */
  readonly scales: Float32Array;
  /** As the product of the integers takes them; null where there are none. */
  readonly biases: Int32Array | null;
  /** Of each bias: those of the weights times that of the input. */
  readonly biasScales: Float32Array;
}

/**
 * @param weights outputs × inputs of each, row-major
 * @param biases one an output; null: none
 * @param inputScale of what the weights are multiplied with
 */
export function integerWeights(
  weights: Float32Array,
  outputs: number,
  biases: Float32Array | null,
  inputScale: number,
): IntegerWeights {
  const size = weights.length / outputs;
  const scales = Float32Array.from({ length: outputs }, (_, output) => {
    const largest = largestMagnitude(weights.subarray(output * size, (output + 1) * size));
    // An output that hangs on its bias alone would leave no room for it in steps of tiny weights.
    const forBias = Math.abs(biases?.[output] ?? 0) / inputScale / LARGEST_BIAS;
    return Math.max(largest / LARGEST_WEIGHT, forBias) || 1;
  });
  const biasScales = scales.map((scale) => scale * inputScale);
  return {
    weights: Int8Array.from(weights, (w, i) => Math.round(w / scales[Math.floor(i / size)])),
    scales,
    biases: biases && Int32Array.from(biases, (b, output) => Math.round(b / biasScales[output])),
    biasScales,
  };
}

function largestMagnitude(numbers: Float32Array): number {
  return numbers.reduce((largest, number) => Math.max(largest, Math.abs(number)), 0);
}

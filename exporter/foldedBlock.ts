/**
 * Convolution → ReLU → batch normalisation [→ max-pooling] in inference, with the normalisation
 * folded away. With s = γ/√(σ² + ε) and t = β − μ s,
 *
 *   s · max(z, 0) + t  =  max(s z + t, t)  where s ≥ 0,   min(s z + t, t)  where s < 0
 *
 * The affine map s z + t goes into the weights of the convolution that gives z; what stays is one
 * bound for each channel. Bounds are monotone and so commute with max-pooling: they come after it, on
 * a quarter of the data. Unlike folding forwards into the next convolution, this is exact at the
 * image's border too.
 */
import type { Graph, Value } from './graph.ts';
import { EPSILON } from './layers/batchNormalization.ts';
import { conv, max, maxPool2, min } from './ops.ts';
import { nchw } from './shapes.ts';

/** Numbers of the two layers that have any. */
export interface BlockWeights {
  readonly convolution: { readonly weight: Float32Array; readonly bias: Float32Array };
  readonly normalization: {
    readonly weight: Float32Array;
    readonly bias: Float32Array;
    readonly mean: Float32Array;
    readonly variance: Float32Array;
  };
}

/** Adds the block to `g`; `name` begins the names of its weights. */
export function foldedBlock(
  g: Graph,
  x: Value,
  name: string,
  { convolution, normalization }: BlockWeights,
  pooled: boolean,
): Value {
  const scale = normalization.weight.map(
    (gamma, c) => gamma / Math.sqrt(normalization.variance[c] + EPSILON),
  );
  const shift = normalization.bias.map((beta, c) => beta - normalization.mean[c] * scale[c]);
  const outputs = scale.length;
  const inputs = nchw(x)[1];
  const perOutput = convolution.weight.length / outputs;
  const side = Math.sqrt(perOutput / inputs);
  const weight = g.initializer(`${name}.weight`, {
    shape: [outputs, inputs, side, side],
    data: convolution.weight.map((w, i) => w * scale[Math.floor(i / perOutput)]),
  });
  const bias = g.initializer(`${name}.bias`, {
    shape: [outputs],
    data: convolution.bias.map((b, o) => b * scale[o] + shift[o]),
  });
  const z = conv(g, x, weight, bias, (side - 1) / 2);
  return bounded(g, pooled ? maxPool2(g, z) : z, name, scale, shift);
}

/** Lower bounds where the scale is positive, upper bounds where it is negative. */
function bounded(
  g: Graph,
  z: Value,
  name: string,
  scale: Float32Array,
  shift: Float32Array,
): Value {
  const perChannel = (suffix: string, data: Float32Array) =>
    g.initializer(`${name}.${suffix}`, { shape: [1, data.length, 1, 1], data });
  const lower = shift.map((t, c) => (scale[c] < 0 ? -LARGEST_FLOAT : t));
  const raised = max(g, z, perChannel('lower_bound', lower));
  if (scale.every((s) => s >= 0)) return raised;
  const upper = shift.map((t, c) => (scale[c] < 0 ? t : LARGEST_FLOAT));
  return min(g, raised, perChannel('upper_bound', upper));
}

/** Largest finite float32. */
const LARGEST_FLOAT = (2 - 2 ** -23) * 2 ** 127;

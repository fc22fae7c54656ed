/**
 * A model with its weights as float16, in half the room. Each is cast to float32 where it is used, which
 * runtimes do once, when they load the model: what it computes, it computes in float32 as before, on any
 * processor, and as fast. (Operators on float16 themselves are for GPUs. Stock runtimes have none for
 * processors of x64: they cast all that goes into each, and what comes out, at every run.)
 */
import type { Graph, Tensor, Value } from '../graph.ts';
import { toFloat } from '../ops.ts';
import { float16Bits } from './float16.ts';
import { rebuilt, sameNode, type Rebuilding } from './rebuild.ts';

/** @throws RangeError that names the weight that float16 has no number for */
export function withHalfWeights(source: Graph): Graph {
  const casts = new Map<string, Value>();
  const cast = (made: Rebuilding, input: Value): Value => {
    const tensor = made.tensor(input);
    if (!tensor || !isWeight(tensor)) return made.value(input);
    const known = casts.get(input.name);
    if (known) return known;
    const made16 = { shape: tensor.shape, data: half(input.name, tensor.data) };
    const value = toFloat(made.g, made.g.initializer(input.name, made16));
    casts.set(input.name, value);
    return value;
  };
  return rebuilt(source, (made, node) =>
    sameNode(
      made,
      node,
      node.inputs.map((input) => cast(made, input)),
    ),
  );
}

/** Kernels and matrices. Biases and normalisations are vectors, a hundredth of the bytes. */
function isWeight(tensor: Tensor): tensor is Tensor & { readonly data: Float32Array } {
  return tensor.data instanceof Float32Array && tensor.shape.length > 1;
}

function half(name: string, data: Float32Array): Uint16Array {
  try {
    return float16Bits(data);
  } catch (error) {
    throw new RangeError(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

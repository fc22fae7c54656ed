/**
 * The feature maps after the first block of an encoder, ours or anybody's, as one more output of it: what
 * a network sees before it has mixed its features, which the latent no longer shows.
 */
import onnxProto from 'onnx-proto';
import { modelProto } from './onnx.ts';

const { onnx } = onnxProto;

const FLOAT32 = 1;

/**
 * Name of the tensor that the second convolution of a model takes; null where there are fewer than two,
 * or where it takes what the first does.
 *
 * @throws Error that says so where the bytes are not an ONNX model
 */
export function firstBlockTensor(model: Uint8Array): string | null {
  const { graph } = modelProto(model);
  const convolutions = (graph?.node ?? []).filter(({ opType }) => opType === 'Conv');
  if (convolutions.length < 2) return null;
  const [first, second] = convolutions.map(({ input }) => input?.[0] ?? '');
  return second === first || second === '' ? null : second;
}

/**
 * The model with one of its tensors as its last output; as it is where that is an output already.
 *
 * @param shape of the tensor without the batch axis, float32; left out: of a shape and type that are not
 *   stated, which a runtime finds out and a checker refuses
 */
export function withOutput(
  model: Uint8Array,
  tensor: string,
  shape?: readonly number[],
): Uint8Array {
  const proto = modelProto(model);
  const outputs = proto.graph?.output ?? [];
  if (outputs.some(({ name }) => name === tensor)) return model;
  outputs.push(
    onnx.ValueInfoProto.create({ name: tensor, ...(shape && typed(shape, outputs[0])) }),
  );
  return onnx.ModelProto.encode(proto).finish();
}

/** Float32, with the batch axis of another output before the shape. */
function typed(shape: readonly number[], like: onnxProto.onnx.IValueInfoProto) {
  const batch = like.type?.tensorType?.shape?.dim?.[0] ?? {};
  const dim = [batch, ...shape.map((size) => ({ dimValue: size }))];
  return { type: { tensorType: { elemType: FLOAT32, shape: { dim } } } };
}

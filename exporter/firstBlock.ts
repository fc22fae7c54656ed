/**
 * The feature maps after the first block of an encoder, ours or anybody's, as one more output of it: what
 * a network sees before it has mixed its features, which the latent no longer shows.
 */
import type onnxProto from 'onnx-proto';
import { modelProto } from './onnx.ts';
import { onnx } from './protocolBuffers.ts';

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
 * The model with one of its tensors as its last output; as it is where that is an output already. The
 * bytes of the model stay as they are and the output follows them: readers of protocol buffers join what
 * stands twice (all but onnx-proto's, which is not to be given the result).
 *
 * @param shape of the tensor without the batch axis, float32; left out: of a shape and type that are not
 *   stated, which a runtime finds out and a checker refuses
 */
export function withOutput(
  model: Uint8Array,
  tensor: string,
  shape?: readonly number[],
): Uint8Array {
  const outputs = modelProto(model).graph?.output ?? [];
  if (outputs.some(({ name }) => name === tensor)) return model;
  const output = { name: tensor, ...(shape && typed(shape, outputs[0])) };
  const addition = onnx.ModelProto.encode({ graph: { output: [output] } }).finish();
  const extended = new Uint8Array(model.length + addition.length);
  extended.set(model);
  extended.set(addition, model.length);
  return extended;
}

/** Float32, with the batch axis of another output before the shape. */
function typed(shape: readonly number[], like: onnxProto.onnx.IValueInfoProto) {
  const batch = like.type?.tensorType?.shape?.dim?.[0] ?? {};
  const dim = [batch, ...shape.map((size) => ({ dimValue: size }))];
  return { type: { tensorType: { elemType: FLOAT32, shape: { dim } } } };
}

/** Finds out what an encoder has after its first block, and gives it that as one more output. */
import * as ort from 'onnxruntime-node';
import { firstBlockTensor, withOutput } from '../../exporter/firstBlock.ts';
import type { EncoderTensors, ModelTensors } from '../contract.ts';
import { imageDimensions, imageSize, type ImageShape } from '../images.ts';
import { CPU } from './devices/device.ts';
import { openModel } from './session.ts';

export interface EncoderWithFirstBlock {
  readonly encoder: Uint8Array;
  readonly firstBlock: EncoderTensors['firstBlock'];
}

/**
 * The encoder with the feature maps after its first block as a second output; as it is where these are no
 * maps of numbers, one stack an image.
 */
export async function withFirstBlock(
  encoder: Uint8Array,
  { input, batch }: ModelTensors,
  image: ImageShape,
): Promise<EncoderWithFirstBlock> {
  const output = firstBlockTensor(encoder);
  if (output === null) return { encoder, firstBlock: null };
  const count = batch ?? 1;
  const blank = new Float32Array(count * imageSize(image));
  const tensor = new ort.Tensor('float32', blank, [count, ...imageDimensions(image)]);
  // A model need not state the shapes inside it, so one run shows what it is.
  const session = await openModel(withOutput(encoder, output), CPU);
  const result = (await session.run({ [input]: tensor }, [output]))[output];
  await session.release();
  const [rows, channels, height, width] = result.dims;
  const isStack = result.dims.length === 4 && rows === count;
  if (result.type !== 'float32' || !isStack) return { encoder, firstBlock: null };
  const shape = [channels, height, width] as const;
  const firstBlock = { output, shape, addedAt: encoder.length };
  return { encoder: withOutput(encoder, output, shape), firstBlock };
}

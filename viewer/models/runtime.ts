/** The encoder and the decoder in ONNX Runtime, on the processor or on the graphics card. */
import * as ort from 'onnxruntime-web/jspi';
import { PAGE_BLOBS } from '../../pipeline/contract.ts';
import { inflate } from '../data/blobs.ts';
import { standInForSuspending } from './suspending.ts';
import type { Device, ModelFile, Start } from './protocol.ts';

export interface Model<File extends ModelFile = ModelFile> {
  readonly file: File;
  readonly session: ort.InferenceSession;
}

export interface Pair {
  readonly encoder: Model<Start['encoder']>;
  readonly decoder: Model;
}

/** Loads the runtime and both models. Once in a worker: the runtime cannot be loaded anew. */
export async function openPair(start: Start): Promise<Pair> {
  standInForSuspending();
  // A page opened from disk has no shared memory for threads and no files beside it to load.
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmBinary = inflate(start.wasm, PAGE_BLOBS.wasm).buffer;
  return {
    encoder: await open(start.encoder, PAGE_BLOBS.encoder, start.device),
    decoder: await open(start.decoder, PAGE_BLOBS.decoder, start.device),
  };
}

async function open<File extends ModelFile>(
  file: File,
  id: string,
  device: Device,
): Promise<Model<File>> {
  const bytes = inflate(file.base64, id);
  const session = await ort.InferenceSession.create(bytes, { executionProviders: [device] });
  return { file, session };
}

/**
 * Runs a model on any number of inputs; one whose batch is fixed gets them in batches of that size.
 *
 * @param values whole inputs, one after the other
 * @param names of the outputs that are wanted
 * @returns each output for all inputs, in the order of `names`
 */
export async function runModel(
  model: Model,
  values: Float32Array,
  names: readonly string[],
): Promise<Float32Array[]> {
  const { inputShape, tensors } = model.file;
  const size = inputShape.reduce((product, length) => product * length, 1);
  const count = values.length / size;
  const batch = tensors.batch ?? count;
  let outputs: Float32Array[] = [];
  for (let first = 0; first < count; first += batch) {
    const input = new Float32Array(batch * size);
    input.set(values.subarray(first * size, (first + batch) * size));
    const results = await runBatch(model, input, batch, names);
    if (first === 0) {
      outputs = results.map(({ length }) => new Float32Array((count * length) / batch));
    }
    results.forEach((result, n) => {
      const each = result.length / batch;
      outputs[n].set(result.subarray(0, (count - first) * each), first * each);
    });
  }
  return outputs;
}

async function runBatch(
  { session, file }: Model,
  input: Float32Array,
  batch: number,
  names: readonly string[],
): Promise<Float32Array[]> {
  const tensor = new ort.Tensor('float32', input, [batch, ...file.inputShape]);
  const results = await session.run({ [file.tensors.input]: tensor }, names);
  return names.map((name) => results[name].data as Float32Array);
}

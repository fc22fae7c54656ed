/** The encoder and the decoder in ONNX Runtime, on the processor or on the graphics card. */
import * as ort from 'onnxruntime-web/jspi';
import { PAGE_BLOBS } from '../../pipeline/contract.ts';
import { inflate } from '../data/blobs.ts';
import { standInForSuspending } from './suspending.ts';
import type { Load, ModelFacts } from './protocol.ts';

export interface Sessions {
  readonly encoder: ort.InferenceSession;
  readonly decoder: ort.InferenceSession;
}

/** Loads the runtime and both models. */
export async function openSessions({ device, wasm, encoder, decoder }: Load): Promise<Sessions> {
  standInForSuspending();
  // A page opened from disk has no shared memory for threads and no files beside it to load.
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmBinary = inflate(wasm, PAGE_BLOBS.wasm).buffer;
  const open = (text: string, id: string) =>
    ort.InferenceSession.create(inflate(text, id), { executionProviders: [device] });
  return {
    encoder: await open(encoder, PAGE_BLOBS.encoder),
    decoder: await open(decoder, PAGE_BLOBS.decoder),
  };
}

/**
 * Runs a model on any number of inputs; one whose batch is fixed gets them in batches of that size.
 *
 * @param values whole inputs, one after the other
 * @param names of the outputs that are wanted
 * @returns each output for all inputs, in the order of `names`
 */
export async function runModel(
  session: ort.InferenceSession,
  facts: ModelFacts,
  values: Float32Array,
  names: readonly string[],
): Promise<Float32Array[]> {
  const size = facts.inputShape.reduce((product, length) => product * length, 1);
  const count = values.length / size;
  const batch = facts.tensors.batch ?? count;
  let outputs: Float32Array[] = [];
  for (let first = 0; first < count; first += batch) {
    const input = new Float32Array(batch * size);
    input.set(values.subarray(first * size, (first + batch) * size));
    const tensor = new ort.Tensor('float32', input, [batch, ...facts.inputShape]);
    const results = await session.run({ [facts.tensors.input]: tensor }, names);
    const found = names.map((name) => results[name].data as Float32Array);
    if (first === 0)
      outputs = found.map(({ length }) => new Float32Array((count * length) / batch));
    found.forEach((result, n) => {
      const each = result.length / batch;
      outputs[n].set(result.subarray(0, (count - first) * each), first * each);
    });
  }
  return outputs;
}

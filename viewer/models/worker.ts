/** Runs the encoder and the decoder in a thread of their own, so that the page never stalls. */
import * as ort from 'onnxruntime-web/wasm';
import { PAGE_BLOBS } from '../../pipeline/contract.ts';
import { inflate } from '../data/blobs.ts';
import type {
  ModelFile,
  Outputs,
  Request,
  Response,
  RunRequest,
  StartRequest,
} from './protocol.ts';

interface Model extends ModelFile {
  readonly session: ort.InferenceSession;
}

const NOTHING = new Float32Array(0);

let models: { encoder: Model; decoder: Model } | undefined;

async function start(request: StartRequest): Promise<Outputs> {
  // A page opened from disk has no shared memory for threads and no files beside it to load.
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmBinary = inflate(request.wasm, PAGE_BLOBS.wasm).buffer;
  models = {
    encoder: await open(request.encoder, PAGE_BLOBS.encoder),
    decoder: await open(request.decoder, PAGE_BLOBS.decoder),
  };
  return { latent: NOTHING, reconstruction: NOTHING, milliseconds: 0 };
}

async function open(file: ModelFile, id: string): Promise<Model> {
  const bytes = inflate(file.base64, id);
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  return { ...file, session };
}

async function answer({ task, values }: RunRequest): Promise<Outputs> {
  if (!models) throw new Error('The models have not been loaded.');
  const started = performance.now();
  const latent = task === 'decode' ? NOTHING : await run(models.encoder, values);
  const reconstruction =
    task === 'encode' ? NOTHING : await run(models.decoder, task === 'decode' ? values : latent);
  return { latent, reconstruction, milliseconds: performance.now() - started };
}

/** Runs a model on any number of inputs; one whose batch is fixed gets them in batches of that size. */
async function run(model: Model, values: Float32Array): Promise<Float32Array> {
  const size = model.inputShape.reduce((product, length) => product * length, 1);
  const count = values.length / size;
  if (!Number.isInteger(count) || count === 0) {
    throw new Error(
      `The model takes ${size} numbers for each input (${model.inputShape.join(' × ')}), got ${values.length}.`,
    );
  }
  const batch = model.tensors.batch ?? count;
  let outputs = NOTHING;
  for (let first = 0; first < count; first += batch) {
    const input = new Float32Array(batch * size);
    input.set(values.subarray(first * size, (first + batch) * size));
    const output = await runBatch(model, input, batch);
    const outputSize = output.length / batch;
    if (first === 0) outputs = new Float32Array(count * outputSize);
    outputs.set(output.subarray(0, (count - first) * outputSize), first * outputSize);
  }
  return outputs;
}

async function runBatch(model: Model, input: Float32Array, batch: number): Promise<Float32Array> {
  const tensor = new ort.Tensor('float32', input, [batch, ...model.inputShape]);
  const results = await model.session.run({ [model.tensors.input]: tensor }, [
    model.tensors.output,
  ]);
  return results[model.tensors.output].data as Float32Array;
}

// One request after the other: the runtime does not take a second call while one is under way.
let last: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  last = last.then(async () => {
    try {
      reply({ id: data.id, outputs: await (data.task === 'start' ? start(data) : answer(data)) });
    } catch (error) {
      reply({ id: data.id, error: error instanceof Error ? error.message : String(error) });
    }
  });
});

function reply(response: Response): void {
  postMessage(response);
}

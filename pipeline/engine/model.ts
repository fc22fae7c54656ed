/** A model with one image or latent in and one tensor out, run by ONNX Runtime in batches. */
import * as ort from 'onnxruntime-node';
import type { ModelTensors } from '../contract.ts';
import { InputError } from '../errors.ts';
import type { Device } from './device.ts';
import { openModel } from './session.ts';

/** Images or latents a run: enough to fill the cores, and little memory. */
const BATCH_SIZE = 100;

export class Model {
  private constructor(
    private readonly session: ort.InferenceSession,
    /** Names, and the batch size where the model fixes it. */
    readonly tensors: ModelTensors,
    private readonly path: string,
  ) {}

  /**
   * @param path named in errors
   * @throws InputError where the bytes are not a model with one float32 input that this runtime can run
   */
  static async open(bytes: Uint8Array, path: string, device: Device): Promise<Model> {
    const session = await openNamed(bytes, path, device);
    const [input] = session.inputMetadata;
    if (session.inputNames.length !== 1) {
      const names = session.inputNames.join(', ');
      throw new InputError(
        `${path} takes ${session.inputNames.length} inputs (${names}); a model with one is needed.`,
      );
    }
    if (!input.isTensor || input.type !== 'float32') {
      throw new InputError(`${path}: its input ${input.name} must be a float32 tensor.`);
    }
    const [batch] = input.shape;
    const tensors = {
      input: input.name,
      output: session.outputNames[0],
      batch: typeof batch === 'number' && batch > 0 ? batch : null,
    };
    return new Model(session, tensors, path);
  }

  /**
   * Runs over `count` items of one shape.
   *
   * @param shape of one item, without the batch axis
   * @param read gives the items `from` to `to` (exclusive), row-major
   * @param write takes the results of items `from` on, how many numbers each has and its shape
   * @returns shape of one result
   */
  async run(
    count: number,
    shape: readonly number[],
    read: (from: number, to: number) => Float32Array,
    write: (from: number, results: Float32Array, size: number, shape: readonly number[]) => void,
  ): Promise<readonly number[]> {
    const inputSize = shape.reduce((product, length) => product * length, 1);
    const step = this.tensors.batch ?? BATCH_SIZE;
    let resultShape: readonly number[] = [];
    for (let from = 0; from < count; from += step) {
      const to = Math.min(from + step, count);
      const rows = this.tensors.batch ?? to - from;
      const result = await this.runBatch(padded(read(from, to), rows * inputSize), [
        rows,
        ...shape,
      ]);
      const size = result.data.length / rows;
      resultShape = result.dims.slice(1);
      const kept = (result.data as Float32Array).subarray(0, size * (to - from));
      write(from, kept, size, resultShape);
    }
    return resultShape;
  }

  async close(): Promise<void> {
    await this.session.release();
  }

  private async runBatch(data: Float32Array, dims: readonly number[]): Promise<ort.Tensor> {
    const { input, output } = this.tensors;
    let result: ort.Tensor;
    try {
      const feeds = { [input]: new ort.Tensor('float32', data, dims) };
      result = (await this.session.run(feeds, [output]))[output];
    } catch (error) {
      throw new InputError(
        `${this.path} does not take float32 [${dims.join(', ')}]: ${firstLine(error)}`,
      );
    }
    if (result.type !== 'float32' || result.dims[0] !== dims[0]) {
      const got = `${result.type} [${result.dims.join(', ')}]`;
      throw new InputError(
        `${this.path}: its output ${output} must be float32 with one row an image, got ${got}.`,
      );
    }
    if (!(result.data as Float32Array).every(Number.isFinite)) {
      throw new InputError(
        `${this.path}: its output ${output} holds NaN or infinite numbers for these images.`,
      );
    }
    return result;
  }
}

async function openNamed(
  bytes: Uint8Array,
  path: string,
  device: Device,
): Promise<ort.InferenceSession> {
  try {
    return await openModel(bytes, device);
  } catch (error) {
    const line = firstLine(error);
    const reason = /external/i.test(line)
      ? 'its weights are in another file; save the model with its weights inside.'
      : line;
    throw new InputError(
      `${path} is not an ONNX model that ONNX Runtime ${ort.env.versions.node} can load: ${reason}`,
    );
  }
}

/** The same items over again until the batch is full, for a model whose batch size is fixed. */
function padded(data: Float32Array, length: number): Float32Array {
  if (data.length === length) return data;
  const full = new Float32Array(length);
  for (let at = 0; at < length; at += data.length) {
    full.set(data.subarray(0, length - at), at);
  }
  return full;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}

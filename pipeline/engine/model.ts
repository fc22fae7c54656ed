/** A model with one image or latent in and one tensor out, run by ONNX Runtime in batches. */
import * as ort from 'onnxruntime-node';
import { count } from '../../exporter/shapes.ts';
import type { ModelTensors } from '../contract.ts';
import { InputError } from '../errors.ts';
import { imageCount, imageDimensions, toFloats, type ImageSet } from '../images.ts';
import type { Device } from './devices/device.ts';
import { openModel } from './session.ts';

/** Images or latents a run: enough to fill the cores, few enough for their caches. */
const BATCH_SIZE = 50;

/** Called as items are done. */
export type Progress = (done: number, total: number) => void;

/** Images or latents of one shape. */
export interface Items {
  readonly count: number;
  /** Of one item, without the batch axis. */
  readonly shape: readonly number[];
  /** Gives the items `from` to `to` (exclusive), row-major. */
  readonly read: (from: number, to: number) => Float32Array;
}

/** Images as what a model takes. */
export function imageItems(images: ImageSet): Items {
  return {
    count: imageCount(images),
    shape: imageDimensions(images.shape),
    read: (from, to) =>
      toFloats(
        images,
        Array.from({ length: to - from }, (_, i) => from + i),
      ),
  };
}

export interface Results {
  /** Of one result, without the batch axis. */
  readonly shape: readonly number[];
  /** Items × the product of the shape, row-major. */
  readonly data: Float32Array;
}

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
   * Runs over all items.
   *
   * @param seen takes the shape of one result, as soon as there is one; it may refuse it by throwing
   * @param progress called as items are done
   */
  async run(
    { count: items, shape, read }: Items,
    seen: (shape: readonly number[]) => void = ignore,
    progress: Progress = ignore,
  ): Promise<Results> {
    const inputSize = count(shape);
    const { batch } = this.tensors;
    const step = batch ?? BATCH_SIZE;
    let results: Results = { shape: [], data: new Float32Array() };
    for (let from = 0; from < items; from += step) {
      const to = Math.min(from + step, items);
      const rows = batch ?? to - from;
      const dims = [rows, ...shape];
      const input = new ort.Tensor('float32', padded(read(from, to), rows * inputSize), dims);
      const size = count(results.shape);
      if (from > 0 && batch === null) {
        // Written where it belongs at once; results are larger than what is computed with them.
        const place = results.data.subarray(from * size, to * size);
        await this.runBatch(input, new ort.Tensor('float32', place, [rows, ...results.shape]));
      } else {
        const result = await this.runBatch(input);
        if (from === 0) {
          const resultShape = result.dims.slice(1);
          seen(resultShape);
          results = { shape: resultShape, data: new Float32Array(items * count(resultShape)) };
        }
        const length = count(results.shape);
        const kept = (result.data as Float32Array).subarray(0, length * (to - from));
        results.data.set(kept, from * length);
      }
      progress(to, items);
    }
    return results;
  }

  /** @throws InputError where results of the model are NaN or infinite */
  checkFinite({ data }: Results): void {
    if (allFinite(data)) return;
    throw new InputError(
      `${this.path}: its output ${this.tensors.output} holds NaN or infinite numbers for these images.`,
    );
  }

  async close(): Promise<void> {
    await this.session.release();
  }

  /** @param into takes the result; left out: one is made */
  private async runBatch(batch: ort.Tensor, into?: ort.Tensor): Promise<ort.Tensor> {
    const { input, output } = this.tensors;
    const dims = batch.dims;
    let result: ort.Tensor;
    try {
      const results = await this.session.run(
        { [input]: batch },
        into ? { [output]: into } : [output],
      );
      result = results[output];
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
    return result;
  }
}

/**
 * Zero times a number is zero, unless it is NaN or infinite: sums instead of a call a number, and four
 * of them, so that none waits for the other.
 */
function allFinite(numbers: Float32Array): boolean {
  const whole = numbers.length - (numbers.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += numbers[i] * 0;
    b += numbers[i + 1] * 0;
    c += numbers[i + 2] * 0;
    d += numbers[i + 3] * 0;
  }
  for (let i = whole; i < numbers.length; i++) a += numbers[i] * 0;
  return a + b + c + d === 0;
}

function ignore(): void {
  // Nobody watches.
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

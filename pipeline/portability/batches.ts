/** A model over many rows, batch by batch, in any ONNX Runtime of JavaScript. */
import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-node';
import { count } from '../../exporter/shapes.ts';
import type { NpyArray } from '../files/npy.ts';

export interface Timed {
  /** By name, each for all rows, float32. */
  readonly outputs: ReadonlyMap<string, NpyArray>;
  /** For all rows, after one batch to warm up. */
  readonly seconds: number;
}

/**
 * @param rows float32, the first axis counts them
 * @param batch rows a run
 */
export async function overBatches(
  session: Pick<InferenceSession, 'run' | 'inputNames' | 'outputNames'>,
  make: TensorConstructor,
  { shape: [total, ...shape], data }: NpyArray,
  batch: number,
): Promise<Timed> {
  const size = count(shape);
  const run = async (from: number) => {
    const to = Math.min(from + batch, total);
    const values = Float32Array.from(data.subarray(from * size, to * size));
    const tensor = new make('float32', values, [to - from, ...shape]);
    return session.run({ [session.inputNames[0]]: tensor });
  };
  await run(0);
  const start = performance.now();
  const results: Awaited<ReturnType<typeof run>>[] = [];
  for (let from = 0; from < total; from += batch) results.push(await run(from));
  const seconds = (performance.now() - start) / 1000;
  const outputs = session.outputNames.map(
    (name) => [name, joined(results.map((result) => result[name]))] as const,
  );
  return { outputs: new Map(outputs), seconds };
}

/** Batches one after the other. */
function joined(batches: readonly Tensor[]): NpyArray {
  const rows = batches.reduce((sum, { dims }) => sum + dims[0], 0);
  const shape = [rows, ...batches[0].dims.slice(1)];
  const data = new Float32Array(count(shape));
  let at = 0;
  for (const batch of batches) {
    data.set(batch.data as Float32Array, at);
    at += batch.size;
  }
  return { shape, data };
}

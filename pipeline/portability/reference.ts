/** What ONNX Runtime in Node makes of a run's models: what other runtimes are held against. */
import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import { count } from '../../exporter/shapes.ts';
import { CPU } from '../engine/devices/device.ts';
import { openModel } from '../engine/session.ts';
import { InputError } from '../errors.ts';
import type { NpyArray } from '../files/npy.ts';
import { overBatches, type Timed } from './batches.ts';
import { allowedOf, type Allowed } from './tolerance.ts';

/** A model, what goes in and what comes out. */
export interface Reference extends Timed {
  /** `encoder` */
  readonly name: string;
  /** Path of the .onnx file. */
  readonly path: string;
  /** Name of the input. */
  readonly input: string;
  /** Float32, one row an image or latent. */
  readonly rows: NpyArray;
  /** Rows a run. */
  readonly batch: number;
  /** How far other runtimes may be from the outputs. */
  readonly allowed: Allowed;
}

/** Rows a run where the model takes any number. */
const BATCH = 32;

/**
 * @param rows of the model's input; repeated to fill the last batch of a model whose batch size is fixed
 * @throws InputError where the model cannot be loaded, or does not take such rows
 */
export async function referenceOf(name: string, path: string, rows: NpyArray): Promise<Reference> {
  const session = await open(path);
  try {
    const [input] = session.inputMetadata;
    const fixed = input.isTensor ? input.shape.at(0) : undefined;
    const batch = typeof fixed === 'number' && fixed > 0 ? fixed : BATCH;
    const whole = batch === fixed ? filled(rows, batch) : rows;
    const timed = await overBatches(session, ort.Tensor, whole, batch);
    const allowed = allowedOf(timed.outputs);
    return { name, path, input: input.name, rows: whole, batch, allowed, ...timed };
  } catch (error) {
    const taken = `float32 [${rows.shape.join(', ')}]`;
    throw new InputError(`${path} cannot be run on ${taken} in Node: ${firstLine(error)}`);
  } finally {
    await session.release();
  }
}

async function open(path: string): Promise<ort.InferenceSession> {
  try {
    return await openModel(await readFile(path), CPU);
  } catch (error) {
    throw new InputError(`${path} cannot be loaded in Node: ${firstLine(error)}`);
  }
}

/** The first rows over again until the last batch is full. */
function filled({ shape: [total, ...shape], data }: NpyArray, batch: number): NpyArray {
  const rows = Math.ceil(total / batch) * batch;
  const values = Float32Array.from(
    { length: rows * count(shape) },
    (_, i) => data[i % data.length],
  );
  return { shape: [rows, ...shape], data: values };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}

/** Messages between the page and the workers that run the models. */
import type { EncoderTensors, ModelTensors } from '../../pipeline/contract.ts';
import type { Nearest, Place, SpaceData } from './space.ts';

/** What the models run on: `wasm` is the processor, `webgpu` the graphics card. */
export type Device = 'wasm' | 'webgpu';

/** What takes longest, and can be sent before the page has been read. */
export interface Load {
  readonly device: Device;
  /** The runtime's WebAssembly and the two ONNX files, as the page holds them. */
  readonly wasm: string;
  readonly encoder: string;
  readonly decoder: string;
}

/** What has to be known of the models and of the mapped images. */
export interface Facts {
  readonly encoder: ModelFacts<EncoderTensors>;
  readonly decoder: ModelFacts;
  /** Null where there is nothing to look for neighbours in. */
  readonly space: SpaceData | null;
}

export interface ModelFacts<Tensors = ModelTensors> {
  readonly tensors: Tensors;
  /** Size of one input without the batch axis. */
  readonly inputShape: readonly number[];
}

export interface Batch {
  /** One input or several, one after the other, as many numbers as the model takes. */
  readonly values: Float32Array;
}

/** The outputs of a batch. */
export interface BatchOutputs {
  readonly values: Float32Array;
  /** Time that the model took. */
  readonly milliseconds: number;
}

export interface Probe {
  /** One image, channels × height × width in [0, 1]. */
  readonly image: Float32Array;
  /** Index of the map on which the image is to be placed. */
  readonly map: number;
}

export interface ProbeOutputs {
  /** Flat, in the order of the latent shape. */
  readonly latent: Float32Array;
  /** Same layout as the image. */
  readonly reconstruction: Float32Array;
  /** Feature maps after the first block, in the shape that the page states; null where there are none. */
  readonly firstBlock: Float32Array | null;
  /** The ten nearest mapped images; null where there is nothing to look in. */
  readonly neighbours: Nearest | null;
  readonly place: Place | null;
  /** Time that encoding and decoding took. */
  readonly milliseconds: number;
}

/** What a worker can be asked: what it takes and what it gives. */
export interface Tasks {
  /** First, and once: the runtime cannot be loaded anew. */
  load: (request: Load) => null;
  /** Second. */
  learn: (request: Facts) => null;
  encode: (request: Batch) => BatchOutputs;
  decode: (request: Batch) => BatchOutputs;
  probe: (request: Probe) => ProbeOutputs;
  nearest: (request: { readonly latent: Float32Array; readonly k: number }) => Nearest | null;
  place: (request: { readonly latent: Float32Array; readonly map: number }) => Place | null;
}

export type Task = keyof Tasks;
export type Takes<T extends Task> = Parameters<Tasks[T]>[0];
export type Gives<T extends Task> = ReturnType<Tasks[T]>;

export interface Request<T extends Task = Task> {
  readonly id: number;
  readonly task: T;
  readonly parameters: Takes<T>;
}

export type Response =
  | { readonly id: number; readonly answer: Gives<Task> }
  | { readonly id: number; readonly error: string };

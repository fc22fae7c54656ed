/** Messages between the page and the worker that runs the models. */
import type { ModelTensors } from '../../pipeline/contract.ts';

/** A model as it stands in the page. */
export interface ModelFile {
  /** gzip + base64 of the ONNX file. */
  readonly base64: string;
  readonly tensors: ModelTensors;
  /** Size of one input without the batch axis. */
  readonly inputShape: readonly number[];
}

export interface StartRequest {
  readonly task: 'start';
  /** gzip + base64 of the runtime's WebAssembly. */
  readonly wasm: string;
  readonly encoder: ModelFile;
  readonly decoder: ModelFile;
}

export interface RunRequest {
  /** `probe` encodes and decodes in one go. */
  readonly task: 'encode' | 'decode' | 'probe';
  /** One input or several, one after the other. */
  readonly values: Float32Array;
}

export type Request = { readonly id: number } & (StartRequest | RunRequest);

export interface Outputs {
  /** Given by `encode` and `probe`. */
  readonly latent: Float32Array;
  /** Given by `decode` and `probe`. */
  readonly reconstruction: Float32Array;
  /** Time the models took. */
  readonly milliseconds: number;
}

export type Response =
  | { readonly id: number; readonly outputs: Outputs }
  | { readonly id: number; readonly error: string };

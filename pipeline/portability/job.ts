/**
 * What a runtime is asked, and how it answers. A runtime is a program: it takes the path of a JSON file, a
 * {@link Job}, writes each output of each model as a .npy file where the job says, and a line of JSON, an
 * {@link Answer}, for its version and for each model.
 */

export interface Job {
  readonly models: readonly ModelJob[];
}

export interface ModelJob {
  /** `encoder` */
  readonly name: string;
  /** Path of the .onnx file. */
  readonly path: string;
  /** The model's input, and a .npy file of float32 rows for it. */
  readonly input: NamedFile;
  /** The model's outputs, and the .npy files that shall hold them for all rows, as float32. */
  readonly outputs: readonly NamedFile[];
  /** Rows a run; the last may have fewer, unless the model fixes how many there are. */
  readonly batch: number;
}

export interface NamedFile {
  readonly name: string;
  readonly file: string;
}

export type Answer = { readonly version: string } | Lack | ModelAnswer;

/** Something that a runtime needs and that is not there. */
export interface Lack {
  /** In words. */
  readonly missing: string;
  /** A package of Python, the program that shall run the job, or something else, whose words tell what to do. */
  readonly kind: 'package' | 'program' | 'other';
}

export type ModelAnswer =
  /** `seconds`: for all rows, after one batch to warm up. */
  | { readonly model: string; readonly seconds: number }
  | { readonly model: string; readonly error: string };

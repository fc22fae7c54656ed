/** Rows of a `.npy` file, of which no more are read than are asked for. */
import { createReadStream, statSync } from 'node:fs';
import { InputError } from '../../errors.ts';
import { arrayFile } from '../../datasets/own/loadArrays.ts';
import { elements, npyHeader, valueBytes, type ArrayContent } from '../../datasets/own/npyArray.ts';
import type { NpyHeader } from '../../datasets/own/npyHeader.ts';

export class NpyRows {
  private constructor(
    readonly path: string,
    readonly header: NpyHeader,
    /** Of the file. */
    readonly bytes: number,
  ) {}

  /** @throws InputError where the file is no array, or cut short or too long */
  static async open(path: string): Promise<NpyRows> {
    const header = await npyHeader(arrayFile(path));
    const { size } = statSync(path);
    const expected = header.start + elements(header) * valueBytes(header.dtype);
    if (size !== expected) {
      throw new InputError(
        `${path} has ${size.toLocaleString('en')} bytes, and its header promises ${expected.toLocaleString('en')}; make or copy it again.`,
      );
    }
    return new NpyRows(path, header, size);
  }

  get count(): number {
    return this.header.shape[0] ?? 0;
  }

  /** The rows `from` to `to` (exclusive) as an array of their own. */
  between(
    from: number,
    to: number,
  ): { readonly content: ArrayContent; readonly header: NpyHeader } {
    const { path, header } = this;
    const shape = [to - from, ...header.shape.slice(1)];
    const rowBytes =
      elements({ ...header, shape: header.shape.slice(1) }) * valueBytes(header.dtype);
    const start = header.start + from * rowBytes;
    const end = header.start + to * rowBytes - 1;
    const chunks = () => createReadStream(path, { start, end }) as AsyncIterable<Buffer>;
    return { content: { name: path, chunks }, header: { ...header, shape, start: 0 } };
  }
}

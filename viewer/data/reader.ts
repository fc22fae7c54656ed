import { inflate, PageError, textOf, type ReadText } from './blobs.ts';

/** Reads parts of the page as numbers, and tells of those that have another length than they should. */
export class BlobReader {
  constructor(private readonly read: ReadText) {}

  /** @param what holds so many bytes, such as `400 images` */
  bytes(id: string, length: number, what: string): Uint8Array {
    const found = inflate(textOf(this.read, id), id);
    if (found.length === length) return found;
    throw new PageError(
      `The part "${id}" has ${found.length} bytes where ${what} need ${length}: make the page again.`,
    );
  }

  float32(id: string, length: number, what: string): Float32Array {
    return new Float32Array(this.aligned(id, 4 * length, what));
  }

  int32(id: string, length: number, what: string): Int32Array {
    return new Int32Array(this.aligned(id, 4 * length, what));
  }

  /** Whole numbers as {@link PAGE_BLOBS} tells. */
  integers(id: string, length: number, what: string): Int32Array {
    const planes = this.bytes(id, 4 * length, what);
    const numbers = new Int32Array(length);
    for (let n = 0; n < length; n++) {
      const folded =
        planes[n] |
        (planes[n + length] << 8) |
        (planes[n + 2 * length] << 16) |
        (planes[n + 3 * length] << 24);
      numbers[n] = (folded >>> 1) ^ -(folded & 1);
    }
    return numbers;
  }

  /** Of a text in UTF-8, of any length. */
  text(id: string): string {
    return new TextDecoder().decode(inflate(textOf(this.read, id), id));
  }

  /** In memory of its own: numbers of several bytes may not stand just anywhere. */
  private aligned(id: string, length: number, what: string): ArrayBuffer {
    return this.bytes(id, length, what).slice().buffer;
  }
}

/** @throws PageError where some number is NaN or infinite */
export function checkFinite(id: string, values: Float32Array): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new PageError(
    `Number ${bad} of the part "${id}" is ${values[bad]}, expected a finite one: make the page again.`,
  );
}

/** Bytes of a page of WebAssembly's memory. */
const PAGE = 65_536;
/** Every array starts at a multiple of this, a cache line. */
const ALIGNMENT = 64;
/** Pages that WebAssembly can address: 4 GB. As declared in kernels/asconfig.json. */
const MOST_PAGES = 65_536;

/** Memory that threads and WebAssembly kernels share, given out in typed arrays; freed as a whole. */
export class SharedMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  private used = ALIGNMENT;

  float32(length: number): Float32Array {
    return this.take(Float32Array, length);
  }

  float64(length: number): Float64Array {
    return this.take(Float64Array, length);
  }

  int32(length: number): Int32Array {
    return this.take(Int32Array, length);
  }

  uint32(length: number): Uint32Array {
    return this.take(Uint32Array, length);
  }

  private take<Numbers>(type: NumbersOf<Numbers>, length: number): Numbers {
    const from = this.used;
    this.used += Math.ceil((type.BYTES_PER_ELEMENT * length) / ALIGNMENT) * ALIGNMENT;
    const missing = this.used - this.memory.buffer.byteLength;
    // Arrays given out before stay valid: what grows is only how much of the memory can be reached.
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    return new type(this.memory.buffer, from, length);
  }
}

interface NumbersOf<Numbers> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): Numbers;
}

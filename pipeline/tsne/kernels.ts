/**
 * The loops in which nearly all time goes, in WebAssembly with four float32 lanes: kernels/ has their
 * source (AssemblyScript), kernels.wasm what `npm run kernels` makes of it.
 */
import { readFileSync } from 'node:fs';

/** Addresses and counts of bytes are plain numbers here; what they mean stands beside each kernel. */
export interface Kernels {
  /** kernels/attraction.ts */
  attraction(
    rowStart: number,
    columns: number,
    values: number,
    positions: number,
    from: number,
    end: number,
    forces: number,
  ): void;
  /** kernels/distances.ts */
  distances(
    row: number,
    rows: number,
    bytes: number,
    columns: number,
    count: number,
    squaredDistances: number,
  ): void;
  /** kernels/repulsion.ts */
  repulsion(
    nodes: number,
    nodeCount: number,
    boxes: number,
    leaves: number,
    from: number,
    end: number,
    xs: number,
    ys: number,
    order: number,
    list: number,
    capacity: number,
    thetaSquared: number,
    forces: number,
  ): number;
}

/** Reads and compiles the kernels, once for all threads. */
export function compileKernels(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)));
}

/** The kernels at work on some memory, for one thread. */
export function kernelsOn(memory: WebAssembly.Memory, module: WebAssembly.Module): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

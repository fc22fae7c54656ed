/** A WebAssembly module of one function that makes four lanes of zero: valid only where there is SIMD. */
const SIMD_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

const BROWSERS = 'A current Chrome, Edge, Firefox or Safari has it.';

/** What this browser lacks to run the models, as a sentence; null where it has all. */
export function missingSupport(): string | null {
  if (typeof WebAssembly === 'undefined') {
    return `This browser has no WebAssembly, or it is switched off, and the models need it. ${BROWSERS}`;
  }
  if (typeof Worker === 'undefined') {
    return `This browser has no workers, in which the models run. ${BROWSERS}`;
  }
  if (!WebAssembly.validate(SIMD_MODULE)) {
    return `This browser or processor has no WebAssembly SIMD (128-bit vectors), and the models need it. ${BROWSERS}`;
  }
  return null;
}

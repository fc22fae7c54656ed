/** Constant maps from the taps of a 3 × 3 kernel to those of kernels that work on phases (phases.ts). */
import { PHASES } from './phases.ts';

/**
 * Nearest-neighbour upsampling by two and a 3 × 3 convolution with zero padding, as a convolution of
 * the small image for each phase of the large one: the exact result with 2.25 times fewer
 * multiplications. Row 2h + a of the result reads rows 2h + a + p − 1 of the upsampled image for
 * p = 0, 1, 2, which are rows h + ⌊(a + p − 1)/2⌋ of the input: two different rows only, h − 1 and h
 * for a = 0, h and h + 1 for a = 1. Columns likewise. So the kernel of phase (a, b) is 2 × 2, and its
 * elements are sums of the 3 × 3 kernel's:
 *
 *   V[a,b,u,v] = Σ_{p,q} W[p,q]  over p, q with  u = ⌊(a + p − 1)/2⌋ + 1 − a,  v likewise
 *
 * @param turned by 180°, for the way back
 * @returns 9 × 16: (p, q) × (phase, u, v)
 */
export function upsamplingSums(turned = false): Float32Array {
  const data = new Float32Array(9 * 16);
  PHASES.forEach(([a, b], phase) => {
    for (let k = 0; k < 9; k++) {
      const u = Math.floor((a + Math.floor(k / 3) - 1) / 2) + 1 - a;
      const v = Math.floor((b + (k % 3) - 1) / 2) + 1 - b;
      const tap = 2 * u + v;
      data[16 * k + 4 * phase + (turned ? 3 - tap : tap)] = 1;
    }
  });
  return data;
}

/** Rows and columns of a square of pixels that {@link squarePlacements} make channels of. */
export const SQUARE = 4;

/**
 * A 3 × 3 convolution with zero padding from phases to few channels, such as the image that a decoder
 * ends with. It would leave most of a vector register empty; so the pixels of every 4 × 4 square of
 * the result are computed as 16 channels. Row 4h + i of the result reads rows 4h + i + p − 1, of which
 * row 2j + a is row j of phase a: three rows j = 2h − a + u, u = 0, 1, 2, meet the square, and tap
 * p = 2u − a − i + 1 of the kernel where there is such a tap. Columns likewise. That is a convolution
 * of stride 2 with a 3 × 3 kernel for each phase.
 *
 * @returns 9 × 576: (p, q) × (phase, pixel (i, j) of the square, u, v)
 */
export function squarePlacements(): Float32Array {
  const columns = 4 * SQUARE ** 2 * 9;
  const data = new Float32Array(9 * columns);
  let column = 0;
  for (const [a, b] of PHASES) {
    for (let pixel = 0; pixel < SQUARE ** 2; pixel++) {
      const [i, j] = [Math.floor(pixel / SQUARE), pixel % SQUARE];
      for (let tap = 0; tap < 9; tap++, column++) {
        const p = 2 * Math.floor(tap / 3) - a - i + 1;
        const q = 2 * (tap % 3) - b - j + 1;
        if (p >= 0 && p < 3 && q >= 0 && q < 3) data[(3 * p + q) * columns + column] = 1;
      }
    }
  }
  return data;
}

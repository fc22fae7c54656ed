/** A convolution as shifts and a product for each pixel: y = W · S(x). */
import type { Graph, Value } from './graph.ts';
import { concat, matMul, padImages, reduceSum, reshape, slice, transpose } from './ops.ts';
import { nchw } from './shapes.ts';

/**
 * S, copies of an image moved by every offset of a kernel: [N, C, H, W] → [N, K·K·C, H, W], zeros
 * coming in at the border; the offset is the slower index.
 */
export function shifts(g: Graph, x: Value, kernel: number): Value {
  const [, , height, width] = nchw(x);
  const margin = (kernel - 1) / 2;
  const padded = padImages(g, x, { top: margin, left: margin, bottom: margin, right: margin });
  const copies = Array.from({ length: kernel * kernel }, (_, k) => {
    const [top, left] = [Math.floor(k / kernel), k % kernel];
    return slice(g, padded, [
      { axis: 2, start: top, end: top + height },
      { axis: 3, start: left, end: left + width },
    ]);
  });
  return concat(g, copies, 1);
}

/** Σ_n a[n] · b[n]ᵀ over images seen as matrices of channels × pixels: [A, B]. */
export function productOverImages(g: Graph, a: Value, b: Value): Value {
  const [left, right] = [a, b].map((value) => {
    const [batch, channels, height, width] = nchw(value);
    return reshape(g, value, [batch, channels, height * width]);
  });
  return reduceSum(g, matMul(g, left, transpose(g, right, [0, 2, 1])), [0]);
}

/** Turns kernels (the last two axes) by 180°. */
export function halfTurn(g: Graph, kernels: Value): Value {
  return slice(g, kernels, [
    { axis: 2, start: -1, step: -1 },
    { axis: 3, start: -1, step: -1 },
  ]);
}

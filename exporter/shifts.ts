/**
 * A convolution as shifts and a product for each pixel. The shifts S of an image are its copies moved
 * by every offset of a kernel; a convolution is y = W · S(x) at each pixel, and the way back of S adds
 * the copies up again, each moved back.
 */
import type { Graph, Value } from './graph.ts';
import { add, concat, matMul, padImages, reduceSum, reshape, slice, transpose } from './ops.ts';
import { nchw } from './shapes.ts';

/** S: [N, C, H, W] → [N, K·K·C, H, W], zeros coming in at the border; the offset is the slower index. */
export function shifts(g: Graph, x: Value, kernel: number): Value {
  return concat(
    g,
    moved(g, x, kernel, (offset) => offset),
    1,
  );
}

/** Sᵀ: [N, K·K·C, H, W] → [N, C, H, W]. */
export function sumOfShifts(g: Graph, z: Value, kernel: number): Value {
  const parts = nchw(z)[1] / kernel ** 2;
  const copies = moved(g, z, kernel, (offset) => kernel - 1 - offset, parts);
  return copies.reduce((sum, copy) => add(g, sum, copy));
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

/** One copy for each offset of the kernel, of all channels or of `channels` of its own. */
function moved(
  g: Graph,
  x: Value,
  kernel: number,
  start: (offset: number) => number,
  channels?: number,
): Value[] {
  const [, , height, width] = nchw(x);
  const padded = padImages(g, x, (kernel - 1) / 2);
  return Array.from({ length: kernel * kernel }, (_, k) => {
    const top = start(Math.floor(k / kernel));
    const left = start(k % kernel);
    return slice(g, padded, [
      ...(channels ? [{ axis: 1, start: k * channels, end: (k + 1) * channels }] : []),
      { axis: 2, start: top, end: top + height },
      { axis: 3, start: left, end: left + width },
    ]);
  });
}

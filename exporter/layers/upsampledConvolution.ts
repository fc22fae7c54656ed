/**
 * Nearest-neighbour upsampling by two and then a 3 × 3 convolution with zero padding, as one layer
 * that never makes the large image: the exact result with 2.25 times fewer multiplications.
 *
 * Row 2h + a of the result (a = 0 or 1, its phase) reads rows 2h + a + p − 1 of the upsampled image
 * for p = 0, 1, 2, which are rows h + ⌊(a + p − 1)/2⌋ of the input: two different rows only, h − 1 and
 * h for a = 0, h and h + 1 for a = 1. Columns likewise. So each of the four phases (a, b) is a
 * convolution of the small image with a 2 × 2 kernel, whose elements are sums of the 3 × 3 kernel's:
 *
 *   V[a,b,o,i,u,v] = Σ_{p,q} W[o,i,p,q]  over p, q with  u = ⌊(a + p − 1)/2⌋ + 1 − a,  v likewise
 *
 * All four are one convolution to 4 × O channels with one pixel of padding; phase (a, b) is found in
 * its result shifted by (a, b). The result stays in phases (phases.ts).
 */
import type { Graph, Value } from '../graph.ts';
import {
  concat,
  conv,
  matMul,
  padImages,
  padSides,
  reduceSum,
  reshape,
  slice,
  transpose,
  upsample2,
} from '../ops.ts';
import { asBatch, asChannels, PHASES } from '../phases.ts';
import { nchw } from '../shapes.ts';
import { productOverImages } from '../shifts.ts';
import { flipped } from './convolution.ts';
import type { Layer } from './layer.ts';

/** @param convolution a 3 × 3 convolution, whose parameters the layer takes over */
export function upsampledConvolution({ parameters, infer }: Layer): Layer {
  return {
    kind: 'upconv',
    parameters,
    statistics: [],
    infer: (g, x, tensors) => infer(g, upsample2(g, x), tensors),
    train: (g, x, { parameters: [weight, bias] }) => {
      const kernels = phaseKernels(g, weight); // [4·O, I, 2, 2]
      const perPhase = concat(g, [bias, bias, bias, bias], 0);
      return {
        output: asBatch(g, aligned(g, conv(g, x, kernels, perPhase, 1))),
        statistics: [],
        backward: (dy) => {
          const errors = spread(g, dy); // [N, 4·O, H + 1, W + 1]
          return {
            parameters: [weightGradient(g, x, errors, weight), reduceSum(g, dy, [0, 2, 3])],
            input: () => conv(g, errors, flipped(g, kernels), null, 0),
          };
        },
      };
    },
  };
}

/** 9 × 16: which elements of the 3 × 3 kernel make up element (u, v) of phase (a, b). */
function phaseSums(g: Graph): Value {
  const data = new Float32Array(9 * 16);
  PHASES.forEach(([a, b], phase) => {
    for (let k = 0; k < 9; k++) {
      const u = Math.floor((a + Math.floor(k / 3) - 1) / 2) + 1 - a;
      const v = Math.floor((b + (k % 3) - 1) / 2) + 1 - b;
      data[16 * k + 4 * phase + 2 * u + v] = 1;
    }
  });
  return g.matrix('phase_sums', 9, 16, data);
}

function phaseKernels(g: Graph, weight: Value): Value {
  const [outputs, inputs] = weight.shape.map(Number);
  const kernels = matMul(g, reshape(g, weight, [outputs * inputs, 9]), phaseSums(g));
  const split = reshape(g, kernels, [outputs * inputs, 4, 4]);
  return reshape(g, transpose(g, split, [1, 0, 2]), [4 * outputs, inputs, 2, 2]);
}

/** Takes each phase from where it is found: [N, 4·O, H + 1, W + 1] → [N, 4·O, H, W]. */
function aligned(g: Graph, z: Value): Value {
  const [, channels, height, width] = nchw(z);
  const outputs = channels / 4;
  const phases = PHASES.map(([a, b], k) =>
    slice(g, z, [
      { axis: 1, start: k * outputs, end: (k + 1) * outputs },
      { axis: 2, start: a, end: a + height - 1 },
      { axis: 3, start: b, end: b + width - 1 },
    ]),
  );
  return concat(g, phases, 1);
}

/** The way back of {@link aligned}: phases [4·N, O, H, W] → [N, 4·O, H + 1, W + 1]. */
function spread(g: Graph, dy: Value): Value {
  const outputs = nchw(dy)[1];
  const joined = asChannels(g, dy);
  const phases = PHASES.map(([a, b], k) => {
    const phase = slice(g, joined, [{ axis: 1, start: k * outputs, end: (k + 1) * outputs }]);
    return padSides(g, phase, { top: a, left: b, bottom: 1 - a, right: 1 - b });
  });
  return concat(g, phases, 1);
}

/** Gradient of the 2 × 2 kernels as one matrix product an image, then of the 3 × 3 kernel by the same sums. */
function weightGradient(g: Graph, x: Value, errors: Value, weight: Value): Value {
  const [, inputs, height, width] = nchw(x);
  const outputs = nchw(errors)[1] / 4;
  const padded = padImages(g, x, 1);
  const corners = PHASES.map(([u, v]) =>
    slice(g, padded, [
      { axis: 2, start: u, end: u + height + 1 },
      { axis: 3, start: v, end: v + width + 1 },
    ]),
  );
  const products = productOverImages(g, errors, concat(g, corners, 1)); // [4·O, 4·I]
  const total = reshape(g, products, [4, outputs, 4, inputs]);
  const kernels = reshape(g, transpose(g, total, [1, 3, 0, 2]), [outputs * inputs, 16]);
  return reshape(g, matMul(g, kernels, transpose(g, phaseSums(g), [1, 0])), weight.shape);
}

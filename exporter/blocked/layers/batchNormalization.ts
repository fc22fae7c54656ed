/** Batch normalisation as in layers/batchNormalization.ts, on images in blocks and in phases. */
import type { Graph, Value } from '../../graph.ts';
import { EPSILON, unbiased } from '../../layers/batchNormalization.ts';
import type { Forward, LayerTensors, Trainable } from '../../layers/layer.ts';
import { add, batchSize, div, mul, neg, sqrt } from '../../ops.ts';
import { nchw } from '../../shapes.ts';
import type { Blocks } from '../blocks.ts';
import type { Phases } from '../../phases.ts';

export function blockedBatchNormalization(
  { parameters, statistics }: Trainable<Value>,
  blocks: Blocks,
): Trainable<Phases> {
  return {
    kind: 'batchnorm',
    parameters,
    statistics,
    train: (g, phases, tensors) => train(g, phases, tensors, blocks),
  };
}

function train(
  g: Graph,
  phases: Phases,
  { parameters: [gamma, beta] }: LayerTensors,
  blocks: Blocks,
): Forward<Phases> {
  const [, channels, height, width] = nchw(phases[0]);
  const n = mul(g, batchSize(g, phases[0]), g.scalar(phases.length * height * width));
  const one = g.constant(`ones_${channels}`, {
    shape: [channels],
    data: new Float32Array(channels).fill(1),
  });
  const mean = blocks.channelMean(g, phases);
  const centred = phases.map((x) => blocks.affine(g, x, one, { bias: neg(g, mean) }));
  const squares = centred.map((x) => mul(g, x, x));
  const variance = blocks.channelMean(g, squares);
  const deviation = sqrt(g, add(g, variance, g.scalar(EPSILON)));
  const scale = div(g, gamma, deviation);
  return {
    output: centred.map((x) => blocks.affine(g, x, scale, { bias: beta })),
    statistics: [mean, unbiased(g, variance, n)],
    backward: (dys) => {
      const meanGradient = blocks.channelMean(g, dys);
      const products = dys.map((dy, k) => mul(g, dy, centred[k]));
      const meanProduct = blocks.channelMean(g, products);
      return {
        parameters: [mul(g, n, div(g, meanProduct, deviation)), mul(g, n, meanGradient)],
        // dx = γ/σ · (dy − mean(dy) − (x − μ)/σ² · mean(dy · (x − μ)))
        input: () => {
          const slope = neg(g, div(g, mul(g, scale, meanProduct), mul(g, deviation, deviation)));
          const shift = neg(g, mul(g, scale, meanGradient));
          return dys.map((dy, k) => {
            const projection = blocks.affine(g, centred[k], slope, { bias: shift });
            return blocks.affine(g, dy, scale, { plus: projection });
          });
        },
      };
    },
  };
}

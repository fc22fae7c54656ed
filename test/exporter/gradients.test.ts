/**
 * Every layer's forward pass and gradient, on real digits, against TensorFlow.js's autodiff and
 * against central differences of the layer's own forward pass.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Graph } from '../../exporter/graph.ts';
import { batchNormalization } from '../../exporter/layers/batchNormalization.ts';
import { convolution } from '../../exporter/layers/convolution.ts';
import type { Layer } from '../../exporter/layers/layer.ts';
import { fewInputsConvolution } from '../../exporter/layers/fewInputsConvolution.ts';
import { fewOutputsConvolution } from '../../exporter/layers/fewOutputsConvolution.ts';
import { joinPhases } from '../../exporter/layers/joinPhases.ts';
import { phaseMaxPool } from '../../exporter/layers/phaseMaxPool.ts';
import { maxPool } from '../../exporter/layers/maxPool.ts';
import { relu } from '../../exporter/layers/relu.ts';
import { sigmoid } from '../../exporter/layers/sigmoid.ts';
import { upsample } from '../../exporter/layers/upsample.ts';
import { upsampledConvolution } from '../../exporter/layers/upsampledConvolution.ts';
import { fromPhases, toPhases } from '../../exporter/phases.ts';
import { train } from '../../exporter/sequence.ts';
import { count } from '../../exporter/shapes.ts';
import { named } from '../../exporter/state.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { realDigits, relativeError, runGraph, type Tensor } from '../helpers.ts';
import * as judge from './tfjs.ts';

const { tf } = judge;
type Tensors = ReturnType<typeof tf.tensor>[];

interface Case {
  readonly name: string;
  /** The file in exporter/layers/ that states the layer. */
  readonly file: string;
  readonly layer: Layer;
  readonly channels: number;
  /** The same layer in TensorFlow.js; parameters come in the layer's order. */
  readonly reference: (x: ReturnType<typeof judge.imageTensor>, parameters: Tensors) => Tensors[0];
}

const CASES: readonly Case[] = [
  {
    name: 'convolution 1 → 5',
    file: 'convolution.ts',
    layer: convolution(1, 5),
    channels: 1,
    reference: convolve,
  },
  {
    name: 'convolution 4 → 3',
    file: 'convolution.ts',
    layer: convolution(4, 3),
    channels: 4,
    reference: convolve,
  },
  {
    name: 'batch normalisation',
    file: 'batchNormalization.ts',
    layer: batchNormalization(3),
    channels: 3,
    reference: (x, [gamma, beta]) => judge.batchNormalize(x, gamma, beta),
  },
  { name: 'ReLU', file: 'relu.ts', layer: relu(), channels: 2, reference: (x) => tf.relu(x) },
  {
    name: 'sigmoid',
    file: 'sigmoid.ts',
    layer: sigmoid(),
    channels: 2,
    reference: (x) => tf.sigmoid(x),
  },
  {
    name: 'max-pooling',
    file: 'maxPool.ts',
    layer: maxPool(),
    channels: 2,
    reference: (x) => tf.maxPool(x, 2, 2, 'valid'),
  },
  {
    name: 'upsampled convolution, to phases and back',
    file: 'upsampledConvolution.ts',
    layer: composed(upsampledConvolution(convolution(2, 3)), joinPhases()),
    channels: 2,
    reference: (x, parameters) => convolve(judge.upsample(x), parameters),
  },
  {
    name: 'convolution of few inputs, to phases and back',
    file: 'fewInputsConvolution.ts',
    layer: composed(fewInputsConvolution(convolution(2, 5)), joinPhases()),
    channels: 2,
    reference: convolve,
  },
  {
    name: 'convolution to few outputs, from phases',
    file: 'fewOutputsConvolution.ts',
    layer: composed(splitPhases(), fewOutputsConvolution(convolution(4, 2))),
    channels: 4,
    reference: convolve,
  },
  {
    name: 'max-pooling of phases',
    file: 'phaseMaxPool.ts',
    layer: composed(splitPhases(), phaseMaxPool()),
    channels: 2,
    reference: (x) => tf.maxPool(x, 2, 2, 'valid'),
  },
  {
    name: 'batch normalisation of phases',
    file: 'joinPhases.ts',
    layer: composed(splitPhases(), batchNormalization(3), joinPhases()),
    channels: 3,
    reference: (x, [gamma, beta]) => judge.batchNormalize(x, gamma, beta),
  },
  {
    name: 'upsampling',
    file: 'upsample.ts',
    layer: upsample(),
    channels: 2,
    reference: (x) => judge.upsample(x),
  },
];

const BATCH = 3;
const TOLERANCE = 1e-3;

for (const { name, layer, channels, reference } of CASES) {
  describe(name, () => {
    test('forward pass and gradients agree with TensorFlow.js', async () => {
      const setup = await prepare(layer, channels);
      const ours = await setup.run(setup.x, setup.parameters);

      const x = judge.imageTensor(setup.x);
      const parameters = setup.parameters.map(toReference);
      const output = reference(x, parameters);
      const dy = judge.imageTensor(setup.dy);
      const gradients = tf.grads((...args: Tensors) =>
        tf.sum(tf.mul(reference(args[0] as typeof x, args.slice(1)), dy)),
      )([x, ...parameters]);

      close(ours.y, judge.imageNumbers(output), 'output');
      close(ours.dx, judge.imageNumbers(gradients[0]), 'gradient of the input');
      layer.parameters.forEach((parameter, i) => {
        const expected = fromReference(gradients[i + 1]);
        close(ours[`gradient_${i}`], expected, `gradient of ${parameter.name}`);
      });
    });

    test('gradients agree with central differences', async () => {
      const setup = await prepare(layer, channels);
      const ours = await setup.run(setup.x, setup.parameters);
      const tensors = [setup.x, ...setup.parameters];
      const gradients = [ours.dx, ...layer.parameters.map((_, i) => ours[`gradient_${i}`])];
      const random = seededRandom(7, 'directions');
      for (const [which, gradient] of gradients.entries()) {
        const direction = gradient.map(() => (random() < 0.5 ? -1 : 1));
        const value = async (sign: number) => {
          const moved = tensors.map((tensor, i) =>
            i === which ? shifted(tensor, direction, sign * STEP) : tensor,
          );
          const { y } = await setup.run(moved[0], moved.slice(1));
          return dot(y, setup.dy.data);
        };
        const numeric = ((await value(1)) - (await value(-1))) / (2 * STEP);
        const scale = Math.sqrt(dot(gradient, gradient));
        const error = Math.abs(dot(gradient, direction) - numeric) / scale;
        assert.ok(error <= TOLERANCE, `tensor ${which}: relative error ${error}`);
      }
    });
  });
}

test('every layer file has a case', () => {
  const files = readdirSync(new URL('../../exporter/layers/', import.meta.url));
  const tested = new Set(CASES.map(({ file }) => file));
  assert.deepEqual(files.filter((file) => file !== 'layer.ts').sort(), [...tested].sort());
});

/** Half the distance of a central difference; below the gaps that `prepare` puts between pixels. */
const STEP = 2e-3;

/** A graph of one layer with its gradient, and real digits that stay clear of its kinks. */
async function prepare(layer: Layer, channels: number) {
  const digits = await realDigits(BATCH * channels);
  const random = seededRandom(5, 'test tensors');
  // Neighbours differ by 0.01 at least and nothing is within 0.05 of zero, so that neither the kink
  // of the ReLU nor a change of the largest pixel falls within a central difference.
  const data = digits.data.map(
    (pixel, i) =>
      Math.round(pixel * 10) / 10 - 0.36 + 0.01 * ((i % 2) + 2 * (Math.floor(i / 28) % 2)),
  );
  const x: Tensor = { data, dims: [BATCH, channels, 28, 28] };
  const parameters = layer.parameters.map(({ shape }) => ({
    data: Float32Array.from({ length: count(shape) }, () => random() + 0.2),
    dims: shape,
  }));

  const g = new Graph('layer');
  const input = g.input('x', ['batch', channels, 28, 28]);
  const tensors = {
    parameters: layer.parameters.map(({ shape }, i) => g.input(`parameter_${i}`, shape)),
    statistics: layer.statistics.map(({ shape, initial }, i) =>
      g.initializer(`statistic_${i}`, { shape, data: initial(random) }),
    ),
  };
  const forward = layer.train(g, input, tensors);
  const outputShape = forward.output.shape;
  const backward = forward.backward(g.input('dy', outputShape));
  g.output('y', forward.output);
  g.output('dx', backward.input());
  backward.parameters.forEach((gradient, i) => {
    g.output(`gradient_${i}`, gradient);
  });

  const dims = [BATCH, ...outputShape.slice(1).map(Number)];
  const dy = { data: Float32Array.from({ length: count(dims) }, () => random() - 0.3), dims };
  const run = (input: Tensor, values: readonly Tensor[]) =>
    runGraph(g, {
      x: input,
      dy,
      ...Object.fromEntries(values.map((value, i) => [`parameter_${i}`, value])),
    });
  return { x, parameters, dy, run };
}

/** Brings an image into phases, for layers that take them. */
function splitPhases(): Layer {
  return {
    kind: 'split',
    parameters: [],
    statistics: [],
    infer: (_, x) => x,
    train: (g, x) => ({
      output: toPhases(g, x),
      statistics: [],
      backward: (dy) => ({ parameters: [], input: () => fromPhases(g, dy) }),
    }),
  };
}

/** Layers one after the other as one. */
function composed(...layers: Layer[]): Layer {
  const parts = named('part', layers);
  const tensorNames = (which: 'parameters' | 'statistics') =>
    parts.flatMap(({ name, layer }) => layer[which].map((tensor) => `${name}.${tensor.name}`));
  return {
    kind: 'composed',
    parameters: layers.flatMap(({ parameters }) => parameters),
    statistics: layers.flatMap(({ statistics }) => statistics),
    infer: () => {
      throw new Error('only trained here');
    },
    train: (g, x, { parameters, statistics }) => {
      const tensors = new Map([
        ...tensorNames('parameters').map((name, i) => [name, parameters[i]] as const),
        ...tensorNames('statistics').map((name, i) => [name, statistics[i]] as const),
      ]);
      return train(g, x, { layers: parts, tensors });
    },
  };
}

function convolve(x: ReturnType<typeof judge.imageTensor>, [weight, bias]: Tensors) {
  return tf.add(tf.conv2d(x, weight as typeof x, 1, 'same'), bias);
}

function toReference(tensor: Tensor) {
  return tensor.dims.length === 4 ? judge.kernelTensor(tensor) : tf.tensor(tensor.data);
}

function fromReference(tensor: Tensors[0]): Float32Array {
  return tensor.rank === 4 ? judge.kernelNumbers(tensor) : (tensor.dataSync() as Float32Array);
}

function close(actual: Float32Array, expected: Float32Array, what: string): void {
  const error = relativeError(actual, expected);
  assert.ok(error <= 1e-5, `${what}: relative error ${error}`);
}

function shifted({ data, dims }: Tensor, direction: Float32Array, step: number): Tensor {
  return { data: data.map((value, i) => value + step * direction[i]), dims };
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

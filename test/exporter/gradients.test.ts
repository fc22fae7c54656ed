/**
 * Every layer's forward pass and gradient, on real digits, against TensorFlow.js's autodiff and
 * against central differences of the layer's own forward pass.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Blocks } from '../../exporter/blocked/blocks.ts';
import { blockedBatchNormalization } from '../../exporter/blocked/layers/batchNormalization.ts';
import { enterBlocks, leaveBlocks } from '../../exporter/blocked/layers/border.ts';
import { joinPhases } from '../../exporter/blocked/layers/joinPhases.ts';
import { phaseMaxPool } from '../../exporter/blocked/layers/maxPool.ts';
import { onWholeImage } from '../../exporter/blocked/layers/onWholeImage.ts';
import { outputConvolution } from '../../exporter/blocked/layers/outputConvolution.ts';
import { pooledConvolution } from '../../exporter/blocked/layers/pooledConvolution.ts';
import { upsampledConvolution } from '../../exporter/blocked/layers/upsampledConvolution.ts';
import { Graph, type Value } from '../../exporter/graph.ts';
import { batchNormalization } from '../../exporter/layers/batchNormalization.ts';
import { convolution } from '../../exporter/layers/convolution.ts';
import { crop, pad } from '../../exporter/layers/framing.ts';
import type { Layer, Trainable } from '../../exporter/layers/layer.ts';
import { linear } from '../../exporter/layers/linear.ts';
import { maxPool } from '../../exporter/layers/maxPool.ts';
import { relu } from '../../exporter/layers/relu.ts';
import { flatten, unflatten } from '../../exporter/layers/reshaping.ts';
import { sigmoid } from '../../exporter/layers/sigmoid.ts';
import { upsample } from '../../exporter/layers/upsample.ts';
import type { Phases } from '../../exporter/phases.ts';
import { train } from '../../exporter/sequence.ts';
import { count } from '../../exporter/shapes.ts';
import { named } from '../../exporter/state.ts';
import { processorBlocks } from '../../pipeline/engine/devices/processorBlocks.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { middleOf, realDigits, relativeError, runGraph, type Tensor } from '../helpers.ts';
import * as judge from './tfjs.ts';

const { tf } = judge;
type Tensors = ReturnType<typeof tf.tensor>[];

interface Case {
  readonly name: string;
  /** The file in exporter/ that states the layer. */
  readonly file: string;
  readonly layer: Trainable<Value>;
  readonly channels: number;
  /** The same layer in TensorFlow.js; parameters come in the layer's order. */
  readonly reference: (x: ReturnType<typeof judge.imageTensor>, parameters: Tensors) => Tensors[0];
  /** Has a kink that central differences may fall on. */
  readonly kinked?: true;
  /** Of central differences, relative; where left out: {@link TOLERANCE}. */
  readonly tolerance?: number;
  /** Comes first in a network and gives no gradient of its input. */
  readonly first?: true;
  /** Height and width of its images; where left out, those of digits. The judge takes seconds for many channels. */
  readonly sides?: readonly [number, number];
}

const PLAIN: readonly Case[] = [
  {
    name: 'convolution 1 → 5',
    file: 'layers/convolution.ts',
    layer: convolution(1, 5),
    channels: 1,
    reference: convolve,
  },
  {
    name: 'convolution 4 → 3',
    file: 'layers/convolution.ts',
    layer: convolution(4, 3),
    channels: 4,
    reference: convolve,
  },
  {
    name: 'batch normalisation',
    file: 'layers/batchNormalization.ts',
    layer: batchNormalization(3),
    channels: 3,
    reference: (x, [gamma, beta]) => judge.batchNormalize(x, gamma, beta),
  },
  {
    name: 'ReLU',
    file: 'layers/relu.ts',
    layer: relu(),
    channels: 2,
    reference: (x) => tf.relu(x),
  },
  {
    name: 'sigmoid',
    file: 'layers/sigmoid.ts',
    layer: sigmoid(),
    channels: 2,
    reference: (x) => tf.sigmoid(x),
  },
  {
    name: 'max-pooling',
    file: 'layers/maxPool.ts',
    layer: maxPool(),
    channels: 2,
    reference: (x) => tf.maxPool(x, 2, 2, 'valid'),
  },
  {
    name: 'upsampling',
    file: 'layers/upsample.ts',
    layer: upsample(),
    channels: 2,
    reference: (x) => judge.upsample(x),
  },
  {
    name: 'a linear layer',
    file: 'layers/linear.ts',
    layer: onVectors(linear(2 * 28 * 28, 5), [5, 1, 1]),
    channels: 2,
    tolerance: 3e-3, // Of sums over 1,568 products in float32.
    reference: (x, [weight, bias]) => {
      const vectors = tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [BATCH, 2 * 28 * 28]);
      const product = tf.matMul(vectors, weight, false, true);
      return tf.reshape(tf.add(product, bias), [BATCH, 1, 1, 5]);
    },
  },
  {
    name: 'vectors of images',
    file: 'layers/reshaping.ts',
    layer: onVectors(null, [4, 14, 28]),
    channels: 2,
    reference: (x) => {
      const images = tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [BATCH, 4, 14, 28]);
      return tf.transpose(images, [0, 2, 3, 1]);
    },
  },
  {
    name: 'zeros around an image',
    file: 'layers/framing.ts',
    layer: pad([2, 31, 32]),
    channels: 2,
    reference: (x) =>
      tf.pad(x, [
        [0, 0],
        [1, 2],
        [2, 2],
        [0, 0],
      ]),
  },
  {
    name: 'an image without its margins',
    file: 'layers/framing.ts',
    layer: crop([2, 25, 26]),
    channels: 2,
    reference: (x) => tf.slice(x, [0, 1, 1, 0], [BATCH, 25, 26, 2]),
  },
];

/** A layer on vectors, or none, between images. */
function onVectors(layer: Layer | null, output: readonly [number, number, number]): Layer {
  const { parameters = [], statistics = [] } = layer ?? {};
  const layers = named('net', [flatten(), ...(layer ? [layer] : []), unflatten(output)]);
  return {
    ...(layer ?? flatten()),
    train: (g, x, tensors) => {
      const values = [...tensors.parameters, ...tensors.statistics];
      const names = [...parameters, ...statistics].map(({ name }) => `net.1.${name}`);
      const byName = new Map(names.map((name, i) => [name, values[i]]));
      return train(g, x, { layers, tensors: byName });
    },
  };
}

const blocks = await processorBlocks();
const CASES = [...PLAIN, ...(blocks ? blockedCases(blocks) : [])];

/** The layers on images in blocks of channels, each between what brings images there and back. */
function blockedCases(blocks: Blocks): Case[] {
  const channels = 2 * blocks.size;
  const few = convolution(2, channels);
  const many = convolution(channels, channels);
  const output = convolution(channels, 3);
  const cases: Case[] = [
    {
      name: 'batch normalisation in blocks',
      file: 'batchNormalization.ts',
      layer: split(blocks, blockedBatchNormalization(batchNormalization(channels), blocks)),
      channels,
      reference: (x, [gamma, beta]) => judge.batchNormalize(x, gamma, beta),
    },
    {
      name: 'the border of blocks',
      file: 'border.ts',
      layer: inAndOut(blocks),
      channels,
      reference: (x) => tf.clone(x),
    },
    {
      name: 'phases that are joined',
      file: 'joinPhases.ts',
      layer: split(blocks, joinPhases(blocks)),
      channels,
      reference: (x) => x,
    },
    {
      name: 'max-pooling of phases',
      file: 'maxPool.ts',
      layer: split(blocks, phaseMaxPool()),
      channels,
      reference: (x) => tf.maxPool(x, 2, 2, 'valid'),
    },
    {
      name: 'a layer on the whole image',
      file: 'onWholeImage.ts',
      layer: onImage(onWholeImage(sigmoid())),
      channels: 2,
      reference: (x) => tf.sigmoid(x),
    },
    {
      name: 'a convolution to few channels in blocks',
      file: 'outputConvolution.ts',
      layer: split(blocks, outputConvolution(output, blocks), { leaves: false }),
      channels,
      reference: convolve,
    },
    {
      name: 'a convolution of few channels in blocks',
      file: 'pooledConvolution.ts',
      layer: whole(blocks, pooledConvolution(few, blocks), { enters: false }),
      channels: 2,
      reference: (x, parameters) => tf.relu(convolve(x, parameters)),
      kinked: true,
      first: true,
    },
    {
      name: 'a convolution of many channels in blocks',
      file: 'pooledConvolution.ts',
      layer: whole(blocks, pooledConvolution(many, blocks)),
      channels,
      reference: (x, parameters) => tf.relu(convolve(x, parameters)),
      kinked: true,
      sides: [12, 16],
    },
    {
      name: 'an upsampled convolution in blocks',
      file: 'upsampledConvolution.ts',
      layer: whole(blocks, upsampledConvolution(many, blocks)),
      channels,
      reference: (x, parameters) => tf.relu(convolve(judge.upsample(x), parameters)),
      kinked: true,
      sides: [10, 12],
    },
  ];
  return cases.map((each) => ({ ...each, file: `blocked/layers/${each.file}` }));
}

function inAndOut(blocks: Blocks): Trainable<Value> {
  const [enter, leave] = [enterBlocks(blocks), leaveBlocks(blocks)];
  const none = { parameters: [], statistics: [] };
  return onImage({
    ...enter,
    train: (g, x) => {
      const entered = enter.train(g, x, none);
      const left = leave.train(g, entered.output, none);
      return { ...left, backward: (dy) => entered.backward(left.backward(dy).input()) };
    },
  });
}

/** A layer that takes one image in blocks; its phases, if it gives any, are joined. */
function whole(
  blocks: Blocks,
  layer: Trainable<Phases>,
  { enters = true, leaves = true } = {},
): Trainable<Value> {
  return adapted(
    layer,
    (g, x) => [enters ? blocks.enter(g, x) : x],
    (g, [x]) => (enters ? blocks.leave(g, x) : x),
    (g, y) => (leaves ? blocks.leave(g, joined(g, blocks, y)) : y[0]),
    (g, dy, parts) => {
      if (!leaves) return [dy];
      const entered = blocks.enter(g, dy);
      return parts === 1 ? [entered] : blocks.split(g, entered);
    },
  );
}

/** A layer that takes an image in blocks and in phases. */
function split(
  blocks: Blocks,
  layer: Trainable<Phases>,
  form: { readonly leaves?: boolean } = {},
): Trainable<Value> {
  const phases: Trainable<Phases> = {
    ...layer,
    train: (g, [x], tensors) => {
      const forward = layer.train(g, blocks.split(g, x), tensors);
      return {
        ...forward,
        backward: (dy) => {
          const { parameters, input } = forward.backward(dy);
          return { parameters, input: () => [blocks.join(g, input())] };
        },
      };
    },
  };
  return whole(blocks, phases, form);
}

function onImage(layer: Trainable<Phases>): Trainable<Value> {
  return adapted(
    layer,
    (_, x) => [x],
    (_, [x]) => x,
    (_, [y]) => y,
    (_, dy) => [dy],
  );
}

function joined(g: Graph, blocks: Blocks, phases: Phases): Value {
  return phases.length === 1 ? phases[0] : blocks.join(g, phases);
}

function adapted(
  layer: Trainable<Phases>,
  into: (g: Graph, x: Value) => Phases,
  intoBack: (g: Graph, dx: Phases) => Value,
  out: (g: Graph, y: Phases) => Value,
  outBack: (g: Graph, dy: Value, parts: number) => Phases,
): Trainable<Value> {
  return {
    ...layer,
    train: (g, x, tensors) => {
      const { output, statistics, backward } = layer.train(g, into(g, x), tensors);
      return {
        output: out(g, output),
        statistics,
        backward: (dy) => {
          const { parameters, input } = backward(outBack(g, dy, output.length));
          return { parameters, input: () => intoBack(g, input()) };
        },
      };
    },
  };
}

const BATCH = 3;
const TOLERANCE = 1e-3;

for (const each of CASES) {
  const { name, layer, reference, kinked, first = false, tolerance = TOLERANCE } = each;
  describe(name, () => {
    test('forward pass and gradients agree with TensorFlow.js', async () => {
      const setup = await prepare(each);
      const ours = await setup.run(setup.x, setup.parameters);

      const x = judge.imageTensor(setup.x);
      const parameters = setup.parameters.map(toReference);
      const output = reference(x, parameters);
      const dy = judge.imageTensor(setup.dy);
      const gradients = tf.grads((...args: Tensors) =>
        tf.sum(tf.mul(reference(args[0] as typeof x, args.slice(1)), dy)),
      )([x, ...parameters]);

      close(ours.y, judge.imageNumbers(output), 'output');
      if (!first) close(ours.dx, judge.imageNumbers(gradients[0]), 'gradient of the input');
      layer.parameters.forEach((parameter, i) => {
        const expected = fromReference(gradients[i + 1]);
        close(ours[`gradient_${i}`], expected, `gradient of ${parameter.name}`);
      });
    });

    if (kinked) return;
    test('gradients agree with central differences', async () => {
      const setup = await prepare(each);
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
        assert.ok(error <= tolerance, `tensor ${which}: relative error ${error}`);
      }
    });
  });
}

test('every layer file has a case', () => {
  const files = ['layers', ...(blocks ? ['blocked/layers'] : [])].flatMap((folder) =>
    readdirSync(new URL(`../../exporter/${folder}/`, import.meta.url)).map(
      (file) => `${folder}/${file}`,
    ),
  );
  const tested = new Set(CASES.map(({ file }) => file));
  assert.deepEqual(files.filter((file) => file !== 'layers/layer.ts').sort(), [...tested].sort());
});

const none = blocks ? false : 'ONNX Runtime has no operators in blocks on this processor';
test('layers in blocks of channels are tested', { skip: none }, () => {
  assert.ok(CASES.length > PLAIN.length);
});

/** Half the distance of a central difference; below the gaps that `prepare` puts between pixels. */
const STEP = 2e-3;

/** A graph of one layer with its gradient, and real digits that stay clear of its kinks. */
async function prepare({ layer, channels, first, sides = [28, 28] }: Case) {
  const digits = await realDigits(BATCH * channels);
  const random = seededRandom(5, 'test tensors');
  // Neighbours differ by 0.01 at least and nothing is within 0.05 of zero, so that neither the kink
  // of the ReLU nor a change of the largest pixel falls within a central difference.
  const data = digits.data.map(
    (pixel, i) =>
      Math.round(pixel * 10) / 10 - 0.36 + 0.01 * ((i % 2) + 2 * (Math.floor(i / 28) % 2)),
  );
  const middle = middleOf({ data, dims: digits.dims }, [1, ...sides]);
  const x: Tensor = { data: middle.data, dims: [BATCH, channels, ...sides] };
  const parameters = layer.parameters.map(({ shape }) => ({
    data: Float32Array.from({ length: count(shape) }, () => random() + 0.2),
    dims: shape,
  }));

  const g = new Graph('layer');
  const input = g.input('x', ['batch', channels, ...sides]);
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
  if (!first) g.output('dx', backward.input());
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

function convolve(x: ReturnType<typeof judge.imageTensor>, [weight, bias]: Tensors) {
  return tf.add(tf.conv2d(x, weight as typeof x, 1, 'same'), bias);
}

function toReference(tensor: Tensor) {
  return tensor.dims.length === 4
    ? judge.kernelTensor(tensor)
    : tf.tensor(tensor.data, [...tensor.dims]);
}

function fromReference(tensor: Tensors[0]): Float32Array {
  return tensor.rank === 4 ? judge.kernelNumbers(tensor) : (tensor.dataSync() as Float32Array);
}

function close(actual: Float32Array, expected: Float32Array, what: string): void {
  const error = relativeError(actual, expected);
  // Sums over 2,352 pixels in float32, in another order than TensorFlow.js has.
  assert.ok(error <= 2e-5, `${what}: relative error ${error}`);
}

function shifted({ data, dims }: Tensor, direction: Float32Array, step: number): Tensor {
  return { data: data.map((value, i) => value + step * direction[i]), dims };
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** Models in 8 bits compute what integers compute, on whatever processor, and runtimes find them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as ort from 'onnxruntime-node';
import { Graph } from '../../../exporter/graph.ts';
import { modelProto } from '../../../exporter/onnx.ts';
import { conv, relu } from '../../../exporter/ops.ts';
import { integerWeights, LARGEST_WEIGHT, scaleOf } from '../../../exporter/variants/eightBits.ts';
import { withHalfWeights } from '../../../exporter/variants/halfWeights.ts';
import { quantized, quantizedValues } from '../../../exporter/variants/quantized.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { findPython, largestDifference, runGraph } from '../../helpers.ts';
import { bytesOf, graphsOf, NETWORKS } from './models.ts';

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
after(() => {
  rmSync(scratch, { recursive: true });
});

const [IMAGES, INPUTS, OUTPUTS, SIDE] = [2, 8, 5, 6];

/** x → convolution 3 × 3 → ReLU → y */
function layer(weights: Float32Array, biases: Float32Array): Graph {
  const g = new Graph('layer');
  const x = g.input('x', ['batch', INPUTS, SIDE, SIDE]);
  const shape = [OUTPUTS, INPUTS, 3, 3];
  const weight = g.initializer('weight', { shape, data: weights });
  const bias = g.initializer('bias', { shape: [OUTPUTS], data: biases });
  g.output('y', relu(g, conv(g, x, weight, bias, 1)));
  return g;
}

const RANGES = { x: { least: -1, most: 2 }, y: { least: 0, most: 3 } };

function quantizedLayer(weights: Float32Array, biases: Float32Array): Graph {
  const graph = layer(weights, biases);
  const [x, y] = quantizedValues(graph);
  return quantized(
    graph,
    new Map([
      [x.name, RANGES.x],
      [y.name, RANGES.y],
    ]),
  );
}

function nearestEven(number: number): number {
  const floor = Math.floor(number);
  const above = number - floor;
  return above < 0.5 || (above === 0.5 && floor % 2 === 0) ? floor : floor + 1;
}

/** The layer in whole numbers, written out. */
function reference(x: Float32Array, weights: Float32Array, biases: Float32Array): Float32Array {
  const [from, to] = [scaleOf(RANGES.x), scaleOf(RANGES.y)];
  const round = (value: number, { scale, zeroPoint }: typeof from) =>
    Math.min(255, Math.max(0, nearestEven(Math.fround(value / scale)) + zeroPoint));
  const integers = integerWeights(weights, OUTPUTS, biases, from.scale);
  const size = INPUTS * 9;
  const y = new Float32Array(IMAGES * OUTPUTS * SIDE * SIDE);
  let at = 0;
  for (let n = 0; n < IMAGES; n++) {
    for (let o = 0; o < OUTPUTS; o++) {
      for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
        let sum = integers.biases![o];
        for (let k = 0; k < size; k++) {
          const channel = Math.floor(k / 9);
          const row = Math.floor(pixel / SIDE) + Math.floor((k % 9) / 3) - 1;
          const column = (pixel % SIDE) + (k % 3) - 1;
          if (Math.min(row, column) < 0 || Math.max(row, column) >= SIDE) continue;
          const value = x[((n * INPUTS + channel) * SIDE + row) * SIDE + column];
          sum += (round(value, from) - from.zeroPoint) * integers.weights[o * size + k];
        }
        const real = sum * integers.biasScales[o];
        y[at++] = (round(real, to) - to.zeroPoint) * to.scale;
      }
    }
  }
  return y;
}

function uniformNumbers(count: number, least: number, most: number): Float32Array {
  const random = seededRandom(count, 'numbers');
  return Float32Array.from({ length: count }, () => least + (most - least) * random());
}

test('a convolution in 8 bits gives what integers give, to a step', async () => {
  // Beyond the range of x on both sides; an output without weights, and one with hardly any.
  const x = uniformNumbers(IMAGES * INPUTS * SIDE * SIDE, -1.2, 2.2);
  const weights = uniformNumbers(OUTPUTS * INPUTS * 9, -0.2, 0.2);
  weights.fill(0, 0, INPUTS * 9);
  weights.subarray(INPUTS * 9, 2 * INPUTS * 9).forEach((w, i, row) => (row[i] = w * 1e-12));
  const biases = Float32Array.of(1.5, 0.7, -0.3, 0.2, 0);
  const dims = [IMAGES, INPUTS, SIDE, SIDE];
  const { y } = await runGraph(quantizedLayer(weights, biases), { x: { data: x, dims } });
  const expected = reference(x, weights, biases);
  const step = scaleOf(RANGES.y).scale;
  assert.ok(largestDifference(y, expected) < 1.01 * step);
  const off = y.filter((value, i) => Math.abs(value - expected[i]) > step / 2).length;
  assert.ok(off < y.length / 100, `${off} of ${y.length} are a step off`);
  // And that is what the layer in float32 gives, as far as 8 bits go.
  const float = await runGraph(layer(weights, biases), {
    x: { data: x.map((value) => Math.min(2, Math.max(-1, value))), dims },
  });
  const within = float.y.map((value) => Math.min(3, value));
  assert.ok(largestDifference(y, within) < 0.1);
});

test('the largest products there are do not overflow where 16 bits add two of them', async () => {
  assert.ok(2 * 255 * LARGEST_WEIGHT < 2 ** 15);
  const x = new Float32Array(IMAGES * INPUTS * SIDE * SIDE).fill(2);
  const weights = new Float32Array(OUTPUTS * INPUTS * 9).fill(0.015);
  const biases = new Float32Array(OUTPUTS);
  const dims = [IMAGES, INPUTS, SIDE, SIDE];
  const { y } = await runGraph(quantizedLayer(weights, biases), { x: { data: x, dims } });
  const step = scaleOf(RANGES.y).scale;
  assert.ok(largestDifference(y, reference(x, weights, biases)) < 1.01 * step);
});

test('a value whose range is not known is named', () => {
  const graph = layer(new Float32Array(OUTPUTS * INPUTS * 9), new Float32Array(OUTPUTS));
  assert.throws(() => quantized(graph, new Map()), /graph layer: no range of x is known/);
});

/** Every value from 0 to 2: what a model computes matters less than how. */
function anyRanges(graph: Graph): Map<string, { least: number; most: number }> {
  return new Map(quantizedValues(graph).map(({ name }) => [name, { least: 0, most: 2 }]));
}

for (const [kind, image, network] of NETWORKS) {
  const title = `${kind} models of ${image.join(' × ')}`;
  const graphs = graphsOf(network, image);
  const dims = [3, ...image];
  const data = uniformNumbers(
    dims.reduce((product, size) => product * size),
    0,
    1,
  );

  test(`${title} in 8 bits have convolutions of integers, all but the one on the image`, async () => {
    const operators = async (graph: Graph) => {
      const optimizedModelFilePath = join(scratch, 'optimised.onnx');
      const session = await ort.InferenceSession.create(
        bytesOf(quantized(graph, anyRanges(graph))),
        {
          optimizedModelFilePath,
          logSeverityLevel: 3,
        },
      );
      await session.release();
      const nodes = modelProto(readFileSync(optimizedModelFilePath)).graph?.node ?? [];
      return nodes.map(({ opType }) => opType ?? '');
    };
    const count = (names: readonly string[], name: string) =>
      names.filter((each) => each === name).length;
    assert.equal(count(await operators(graphs.encoder), 'QLinearConv'), 1);
    const decoder = await operators(graphs.decoder);
    assert.equal(count(decoder, 'QLinearConv'), 9);
    assert.ok(!decoder.includes('Conv'), decoder.join(' '));
  });

  test(`${title} with float16 weights give what float32 gives, to 2e-3 of its size`, async () => {
    const feeds = { image: { data, dims } };
    const expected = await runGraph(graphs.autoencoder, feeds);
    const results = await runGraph(withHalfWeights(graphs.autoencoder), feeds);
    assert.deepEqual(Object.keys(results), Object.keys(expected));
    for (const [name, values] of Object.entries(expected)) {
      const size = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      const difference = largestDifference(results[name], values);
      assert.ok(difference > 0 && difference < 2e-3 * size, `${name}: ${difference} of ${size}`);
    }
  });
}

const python = findPython(['onnx', 'onnxruntime', 'numpy']);

test(
  'onnx.checker accepts the variants, and Python’s runtime computes the same',
  { skip: 'reason' in python && python.reason },
  async () => {
    assert.ok('path' in python);
    const [, image, network] = NETWORKS[1];
    const { autoencoder } = graphsOf(network, image);
    const dims = [2, ...image];
    const data = uniformNumbers(
      dims.reduce((product, size) => product * size),
      0,
      1,
    );
    const variants = [withHalfWeights(autoencoder), quantized(autoencoder, anyRanges(autoencoder))];
    const expected = await Promise.all(
      variants.map((graph) => runGraph(graph, { image: { data, dims } })),
    );
    const paths = variants.map((graph, i) => {
      const path = join(scratch, `${i}.onnx`);
      writeFileSync(path, bytesOf(graph));
      return path;
    });
    writeFileSync(join(scratch, 'images.f4'), data);
    const { status, stdout, stderr } = spawnSync(
      python.path,
      ['-c', RUN, join(scratch, 'images.f4'), JSON.stringify(dims), ...paths],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    const results = JSON.parse(stdout) as Record<string, number[]>[];
    for (const [i, outputs] of results.entries()) {
      for (const [name, values] of Object.entries(outputs)) {
        // A rounding may go the other way where another version sums in another order.
        const difference = largestDifference(values, expected[i][name]);
        assert.ok(difference < (i === 0 ? 1e-5 : 0.05), `${name}: ${difference}`);
      }
    }
  },
);

/** Checks each model, and writes what its outputs are for the images. */
const RUN = `
import json, numpy, onnx, onnxruntime, sys
images = numpy.fromfile(sys.argv[1], "<f4").reshape(json.loads(sys.argv[2]))
results = []
for path in sys.argv[3:]:
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    outputs = session.run(names, {"image": images})
    results.append({name: values.ravel().tolist() for name, values in zip(names, outputs)})
print(json.dumps(results))
`;

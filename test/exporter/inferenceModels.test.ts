/** What is exported computes what was trained, and stands up to the standard's own checker. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import onnxProto from 'onnx-proto';
import * as ort from 'onnxruntime-node';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { evaluationGraph, inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { encodeModel } from '../../exporter/onnx.ts';
import type { ImageDimensions } from '../../exporter/tensorNames.ts';
import { initialState, layoutOf, STATE_KEYS, STATE_NAMES } from '../../exporter/state.ts';
import { decodeTrainingModel, encodeTrainingModel } from '../../exporter/trainingGraphs.ts';
import { seededRandom } from '../../pipeline/random.ts';
import {
  findPython,
  largestDifference,
  realDigits,
  runGraph,
  runModel,
  type Tensor,
} from '../helpers.ts';

const description = {
  documentation: 'A model of a test.',
  producerVersion: '0.0.0',
  facts: { dataset: 'digits' },
};

/** A network whose every number is its own, half of the batch normalisations' scales negative. */
function randomNetwork(image: ImageDimensions = [1, 28, 28]) {
  const network = convolutionalAutoencoder(image);
  const layout = layoutOf(network);
  const random = seededRandom(3, 'test weights');
  const state = initialState(layout, random);
  for (const { name, parameter, offset, size } of layout.parameters) {
    if (parameter.shape.length === 4) continue;
    for (let i = offset; i < offset + size; i++) state.averageParameters[i] = random() * 2 - 1;
    if (name.endsWith('weight')) state.averageParameters[offset] = 0; // a channel that is switched off
  }
  for (let i = 0; i < state.averageStatistics.length; i++)
    state.averageStatistics[i] = random() + 0.1;
  return { network, layout, state };
}

/** What the network gives layer by layer, as training.onnx has it for any runtime. */
async function evaluate(
  { network, state }: Pick<ReturnType<typeof randomNetwork>, 'network' | 'state'>,
  images: Tensor,
) {
  const [, channels, height, width] = images.dims;
  const image = [channels, height, width] as const;
  return runModel(
    encodeTrainingModel(network, image, { start: state, state }, 0.001, description),
    {
      image: images,
    },
  );
}

test('exported models give the training graph’s own evaluation to 1e-5', async () => {
  const setup = randomNetwork();
  const images = await realDigits(6);
  const outputs = await evaluate(setup, images);
  const graphs = inferenceGraphs(setup.network, [1, 28, 28], setup.state);
  const both = await runGraph(graphs.autoencoder, { image: images });
  const { latent } = await runGraph(graphs.encoder, { image: images });
  const decoded = await runGraph(graphs.decoder, { latent: { data: latent, dims: [6, 32, 7, 7] } });
  assert.ok(largestDifference(latent, outputs.latent) < 1e-5);
  assert.ok(largestDifference(both.latent, outputs.latent) < 1e-5);
  assert.ok(largestDifference(both.reconstruction, outputs.reconstruction) < 1e-5);
  assert.ok(largestDifference(decoded.reconstruction, outputs.reconstruction) < 1e-5);
});

test('the evaluation is the squared error of those reconstructions', async () => {
  const setup = randomNetwork();
  const images = await realDigits(6);
  const { squared_error: expected } = await evaluate(setup, images);
  const graph = evaluationGraph(setup.network, [1, 28, 28], setup.state);
  const { squared_error: errors } = await runGraph(graph, { image: images });
  assert.ok(largestDifference(errors, expected) < 1e-5);
});

test('pools come before normalisation where no scale is negative, and only there', () => {
  const order = ({ network, state }: Pick<ReturnType<typeof randomNetwork>, 'network' | 'state'>) =>
    inferenceGraphs(network, [1, 28, 28], state).encoder.nodes.map(({ operator }) => operator);
  const network = convolutionalAutoencoder([1, 28, 28]);
  const state = initialState(layoutOf(network), seededRandom(1, 'test weights'));
  const pooledFirst = ['Conv', 'Relu', 'MaxPool', 'BatchNormalization'];
  assert.deepEqual(order({ network, state }), [...pooledFirst, ...pooledFirst]);
  const pooledLast = ['Conv', 'Relu', 'BatchNormalization', 'MaxPool'];
  assert.deepEqual(order(randomNetwork()), [...pooledLast, ...pooledLast]);
});

test('pooling first changes nothing', async () => {
  const setup = randomNetwork();
  for (const { name, offset, size } of setup.layout.parameters) {
    if (!/encoder\.[26]\.weight/.test(name)) continue;
    for (let i = offset; i < offset + size; i++) {
      setup.state.averageParameters[i] = Math.abs(setup.state.averageParameters[i]);
    }
  }
  const images = await realDigits(6);
  const outputs = await evaluate(setup, images);
  const { encoder } = inferenceGraphs(setup.network, [1, 28, 28], setup.state);
  assert.equal(encoder.nodes[2].operator, 'MaxPool');
  const { latent } = await runGraph(encoder, { image: images });
  assert.ok(largestDifference(latent, outputs.latent) < 1e-5);
});

for (const [height, width, rows, columns] of [
  [32, 20, 8, 5],
  [30, 25, 8, 7],
  [1, 2, 1, 1],
]) {
  test(`colour images of ${height} × ${width} pixels get models of their shape`, async () => {
    const { network, state } = randomNetwork([3, height, width]);
    const { autoencoder } = inferenceGraphs(network, [3, height, width], state);
    const random = seededRandom(4, 'pixels');
    const data = Float32Array.from({ length: 2 * 3 * height * width }, random);
    const image = { data, dims: [2, 3, height, width] };
    const { latent, reconstruction } = await runGraph(autoencoder, { image });
    assert.equal(latent.length, 2 * 32 * rows * columns);
    assert.equal(reconstruction.length, data.length);
    const trained = await evaluate({ network, state }, image);
    assert.ok(largestDifference(reconstruction, trained.reconstruction) < 1e-5);
  });
}

test('training.onnx holds the exact state', () => {
  const { network, state } = randomNetwork();
  const bytes = encodeTrainingModel(
    network,
    [1, 28, 28],
    { start: state, state },
    0.001,
    description,
  );
  const read = decodeTrainingModel(network, bytes);
  assert.deepEqual(read.state, state);
  assert.deepEqual(read.facts, description.facts);
});

test('training.onnx holds the way back to its beginning', async () => {
  const { network, layout, state } = randomNetwork();
  const start = initialState(layout, seededRandom(9, 'another beginning'));
  const bytes = encodeTrainingModel(network, [1, 28, 28], { start, state }, 0.001, description);
  const model = onnxProto.onnx.ModelProto.decode(bytes);
  const [{ initialization, initializationBinding }] = model.trainingInfo;
  assert.ok(initialization);
  const { opsetImport } = model;
  const reset = { irVersion: 8, opsetImport, graph: initialization };
  const values = await runModel(onnxProto.onnx.ModelProto.encode(reset).finish(), {});
  const bound = new Map(initializationBinding?.map(({ key, value }) => [key, value]));
  for (const key of STATE_KEYS) {
    assert.deepEqual(values[bound.get(STATE_NAMES[key]) ?? ''], start[key], key);
  }
});

test('inputs and outputs state names, types and shapes with a named batch axis', async () => {
  const { network, state } = randomNetwork();
  const { encoder } = inferenceGraphs(network, [1, 28, 28], state);
  const session = await ort.InferenceSession.create(encodeModel(encoder, description));
  const [input] = session.inputMetadata;
  const [output] = session.outputMetadata;
  assert.deepEqual(input, {
    name: 'image',
    isTensor: true,
    type: 'float32',
    shape: ['batch', 1, 28, 28],
  });
  assert.deepEqual(output, {
    name: 'latent',
    isTensor: true,
    type: 'float32',
    shape: ['batch', 32, 7, 7],
  });
});

const python = findPython(['onnx']);

test(
  'onnx.checker accepts every exported file',
  { skip: 'reason' in python && python.reason },
  () => {
    assert.ok('path' in python);
    const { network, state } = randomNetwork();
    const graphs = inferenceGraphs(network, [1, 28, 28], state);
    const models = {
      training: encodeTrainingModel(
        network,
        [1, 28, 28],
        { start: state, state },
        0.001,
        description,
      ),
      encoder: encodeModel(graphs.encoder, description),
      decoder: encodeModel(graphs.decoder, description),
      autoencoder: encodeModel(graphs.autoencoder, description),
    };
    const folder = mkdtempSync(join(tmpdir(), 'caelum-'));
    try {
      const paths = Object.entries(models).map(([name, bytes]) => {
        const path = join(folder, `${name}.onnx`);
        writeFileSync(path, bytes);
        return path;
      });
      const { status, stderr, stdout } = spawnSync(python.path, ['-c', CHECK, ...paths], {
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      assert.equal(stdout.trim(), 'checked 4 of IR 8, opset 17');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

/** Checks each file, and the training step joined with its model as the standard describes it. */
const CHECK = `
import onnx, sys
versions = set()
for path in sys.argv[1:]:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    versions.add((model.ir_version, model.opset_import[0].version))
    assert model.doc_string and model.producer_name == "caelum"
    for training in model.training_info:
        joined = onnx.ModelProto()
        joined.CopyFrom(model)
        del joined.training_info[:]
        for part in ("node", "initializer", "input", "output"):
            getattr(joined.graph, part).extend(getattr(training.algorithm, part))
        onnx.checker.check_model(joined, full_check=True)
        names = {i.name for i in joined.graph.initializer}
        outputs = {o.name for o in training.algorithm.output}
        for binding in training.update_binding:
            assert binding.key in names and binding.value in outputs, binding
        assert len(training.update_binding) == 7 == len(training.initialization_binding)
        resets = {o.name for o in training.initialization.output}
        assert {binding.value for binding in training.initialization_binding} == resets
(ir, opset), = versions
print(f"checked {len(sys.argv) - 1} of IR {ir}, opset {opset}")
`;

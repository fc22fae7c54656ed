import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adam } from '../../exporter/adam.ts';
import { Graph } from '../../exporter/graph.ts';
import { runGraph } from '../helpers.ts';
import { tf } from './tfjs.ts';

const SIZE = 60;
const RATE = 0.01;
const NAMES = ['parameters', 'firstMoment', 'secondMoment', 'step'] as const;

function adamGraph(): Graph {
  const g = new Graph('adam');
  const vector = (name: string) => g.input(name, [SIZE]);
  const state = {
    parameters: vector('parameters'),
    firstMoment: vector('firstMoment'),
    secondMoment: vector('secondMoment'),
    step: g.input('step', []),
  };
  const next = adam(g, state, vector('gradient'), g.scalar(RATE));
  for (const name of NAMES) g.output(`next_${name}`, next[name]);
  return g;
}

/** Gradients from 1e-6 to 1e+3, of both signs, other ones at every step. */
function gradients(step: number): Float32Array {
  return Float32Array.from({ length: SIZE }, (_, i) => {
    const size = 10 ** (-6 + (9 * i) / SIZE);
    return size * Math.sin(1 + i * 1.7 + step * 0.9);
  });
}

async function ours(steps: number): Promise<Float32Array[]> {
  const graph = adamGraph();
  let state: Record<string, Float32Array> = {
    parameters: new Float32Array(SIZE),
    firstMoment: new Float32Array(SIZE),
    secondMoment: new Float32Array(SIZE),
    step: new Float32Array(1),
  };
  const history: Float32Array[] = [];
  for (let i = 0; i < steps; i++) {
    const results = await runGraph(graph, {
      gradient: { data: gradients(i), dims: [SIZE] },
      ...Object.fromEntries(
        Object.entries(state).map(([name, data]) => [
          name,
          { data, dims: name === 'step' ? [] : [SIZE] },
        ]),
      ),
    });
    state = Object.fromEntries(Object.keys(state).map((name) => [name, results[`next_${name}`]]));
    history.push(state.parameters);
  }
  return history;
}

test('three steps agree with TensorFlow.js to 1e-4 of the learning rate', async () => {
  const parameters = tf.variable(tf.zeros([SIZE]), true, 'parameters');
  const optimizer = tf.train.adam(RATE, 0.9, 0.999, 1e-8);
  for (const [i, actual] of (await ours(3)).entries()) {
    optimizer.applyGradients([{ name: 'parameters', tensor: tf.tensor(gradients(i)) }]);
    const expected = parameters.dataSync();
    actual.forEach((value, k) => {
      assert.ok(Math.abs(value - expected[k]) < 1e-4 * RATE, `step ${i}, parameter ${k}`);
    });
  }
});

test('a hundred steps agree with the formula in double precision', async () => {
  const theta = new Float64Array(SIZE);
  const m = new Float64Array(SIZE);
  const v = new Float64Array(SIZE);
  for (const [i, actual] of (await ours(100)).entries()) {
    const gradient = gradients(i);
    for (let k = 0; k < SIZE; k++) {
      m[k] = 0.9 * m[k] + 0.1 * gradient[k];
      v[k] = 0.999 * v[k] + 0.001 * gradient[k] ** 2;
      const mean = m[k] / (1 - 0.9 ** (i + 1));
      const variance = v[k] / (1 - 0.999 ** (i + 1));
      theta[k] -= (RATE * mean) / (Math.sqrt(variance) + 1e-8);
      assert.ok(
        Math.abs(actual[k] - theta[k]) < 1e-5 * RATE * (i + 1),
        `step ${i}, parameter ${k}`,
      );
    }
  }
});

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Tensor } from 'onnxruntime-node';
import { profile } from '../../../bench/network/profile.ts';
import { shares } from '../../../bench/network/stepCost.ts';
import { Graph } from '../../../exporter/graph.ts';
import { matMul, sigmoid, tanh } from '../../../exporter/ops.ts';

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
process.env.TMPDIR = scratch;

after(() => {
  rmSync(scratch, { recursive: true });
});

test('a profile has every node with its time in every run, and leaves no file', async () => {
  const g = new Graph('tiny');
  const x = g.input('x', ['n', 256]);
  const product = g.scoped('layer', () => matMul(g, x, g.input('weight', [256, 256])));
  g.output('y', sigmoid(g, tanh(g, sigmoid(g, product))));
  const feeds = {
    x: new Tensor('float32', new Float32Array(512 * 256), [512, 256]),
    weight: new Tensor('float32', new Float32Array(256 * 256), [256, 256]),
  };
  const { kernels, runs } = await profile(g, feeds, 4);
  assert.deepEqual(
    kernels.map(({ node, operator }) => [node, operator]),
    [
      ['layer/MatMul', 'MatMul'],
      ['Sigmoid', 'Sigmoid'],
      ['Tanh', 'Tanh'],
      ['Sigmoid_1', 'Sigmoid'],
    ],
  );
  assert.equal(runs.length, 4);
  for (const [run, whole] of runs.entries()) {
    const times = kernels.map(({ milliseconds }) => milliseconds[run]);
    assert.ok(times.every((time) => time > 0));
    const sum = times.reduce((total, time) => total + time);
    assert.ok(sum <= whole, `nodes ${sum} ms, run ${whole} ms`);
  }
  assert.ok(kernels.every(({ milliseconds }) => milliseconds.length === 4));
  // The runtime itself leaves other files here.
  const left = readdirSync(scratch).filter((name) => name.startsWith('caelum'));
  assert.deepEqual(left, []);
});

test('shares are sums of medians, the largest first', () => {
  const kernels = [
    { node: 'a', operator: 'Mul', milliseconds: [1, 90, 1] },
    { node: 'b', operator: 'Conv', milliseconds: [5, 4, 6] },
    { node: 'c', operator: 'Mul', milliseconds: [2, 2, 2] },
  ];
  assert.deepEqual(
    shares(kernels, ({ operator }) => operator),
    [
      { name: 'Conv', milliseconds: 5, percent: 62.5 },
      { name: 'Mul', milliseconds: 3, percent: 37.5 },
    ],
  );
  assert.deepEqual(
    shares(kernels, ({ node }) => node).map(({ name }) => name),
    ['b', 'c', 'a'],
  );
});

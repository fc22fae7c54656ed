import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leastTraffic, multiplyAdds } from '../../../bench/network/operations.ts';
import { Blocks } from '../../../exporter/blocked/blocks.ts';
import { Graph, type Shape } from '../../../exporter/graph.ts';
import { add, conv, gemm, matMul, relu } from '../../../exporter/ops.ts';

const BATCH = 64;

/** A convolution of 32 → 8 maps of 14 × 14 with 3 × 3 kernels, in so many groups. */
function grouped(groups: number): Graph {
  const g = new Graph('grouped');
  const x = g.input('x', ['batch', 32, 14, 14]);
  const weight = g.input('weight', [8, 32 / groups, 3, 3]);
  const attributes = { pads: { ints: [1, 1, 1, 1] }, group: { int: groups } };
  g.output('y', g.node('Conv', [x, weight], { shape: ['batch', 8, 14, 14] }, attributes));
  return g;
}

function product(a: Shape, b: Shape): Graph {
  const g = new Graph('product');
  g.output('y', matMul(g, g.input('a', a), g.input('b', b)));
  return g;
}

describe('multiply-adds', () => {
  test('of a convolution: every number of the result takes one for every weight of its kernel', () => {
    const g = new Graph('convolution');
    const x = g.input('x', ['batch', 3, 10, 8]);
    g.output('y', relu(g, conv(g, x, g.input('weight', [5, 3, 3, 3]), null, 0)));
    // 5 maps of 8 × 6 in each image, from 3 channels of 3 × 3 neighbours.
    assert.equal(multiplyAdds(g, BATCH), BATCH * (5 * 8 * 6) * (3 * 3 * 3));
    assert.equal(multiplyAdds(g, 1), 6480);
  });

  test('of a grouped convolution: only the channels of a group meet', () => {
    assert.equal(multiplyAdds(grouped(1), BATCH), BATCH * (8 * 14 * 14) * (32 * 9));
    assert.equal(multiplyAdds(grouped(4), BATCH), BATCH * (8 * 14 * 14) * (8 * 9));
    assert.equal(multiplyAdds(grouped(8), 1), 56_448);
  });

  test('of operators outside the standard set too', () => {
    const g = new Graph('blocked');
    const blocks = new Blocks(16);
    const x = g.input('x', ['batch', 32, 7, 7]);
    const kernels = g.input('kernels', [16, 32, 1, 1]);
    g.output('y', blocks.convolve(g, x, kernels));
    assert.equal(multiplyAdds(g, BATCH), BATCH * 16 * 49 * 32);
    g.output('moved', blocks.shift(g, x, 1, 0)); // 3 × 3, every channel by itself
    assert.equal(multiplyAdds(g, BATCH), BATCH * 49 * (16 * 32 + 32 * 9));
  });

  test('of matrix products, whose first axes broadcast', () => {
    assert.equal(multiplyAdds(product([2, 3], [3, 5]), BATCH), 2 * 5 * 3);
    assert.equal(multiplyAdds(product([7, 1, 2, 3], [4, 3, 5]), BATCH), 7 * 4 * (2 * 5 * 3));
    const broadcast = product(['batch', 1, 2, 3], [4, 3, 5]);
    assert.equal(multiplyAdds(broadcast, BATCH), BATCH * 4 * (2 * 5 * 3));
  });

  test('along an axis that grows with the batch', () => {
    assert.equal(multiplyAdds(product([2, '4·batch'], ['4·batch', 5]), BATCH), 2 * 5 * 4 * BATCH);
    assert.throws(() => multiplyAdds(product([2, 'time'], ['time', 5]), BATCH), /time/);
  });

  test('of Gemm, whichever way its matrices lie', () => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const g = new Graph('gemm');
        const a = g.input('a', transposeA ? [3, 2] : [2, 3]);
        const b = g.input('b', transposeB ? [5, 3] : [3, 5]);
        g.output('y', gemm(g, a, b, { transposeA, transposeB }));
        assert.equal(multiplyAdds(g, BATCH), 2 * 5 * 3);
      }
    }
  });

  test('of everything else: none', () => {
    const g = new Graph('sum');
    const x = g.input('x', ['batch', 4]);
    g.output('y', add(g, x, x));
    assert.equal(multiplyAdds(g, BATCH), 0);
  });
});

describe('least traffic', () => {
  test('is that of results of products, written once and read once, 4 bytes a number', () => {
    const g = new Graph('products');
    const x = g.input('x', ['batch', 3, 10, 8]);
    g.output('y', relu(g, conv(g, x, g.input('weight', [5, 3, 3, 3]), null, 0)));
    assert.equal(leastTraffic(g, BATCH), 2 * 4 * BATCH * (5 * 8 * 6));
  });

  test('leaves out what does not grow with the batch, and channels by themselves', () => {
    assert.equal(leastTraffic(product([2, 3], [3, 5]), BATCH), 0);
    assert.equal(leastTraffic(product([2, 'batch'], ['batch', 5]), BATCH), 0);
    assert.equal(leastTraffic(grouped(8), BATCH), 0);
  });
});

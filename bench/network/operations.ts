/** What a graph asks of a machine at least, counted from the shapes of its values. */
import { sum } from 'd3-array';
import type { Dimension, Graph, Node, Value } from '../../exporter/graph.ts';
import { BATCH } from '../../exporter/tensorNames.ts';

/**
 * Multiply-adds of all convolutions and matrix products for `batch` images. Zeros around an image
 * count as numbers, and so do weights that are known to be 0 or 1.
 */
export function multiplyAdds(graph: Graph, batch: number): number {
  return sum(graph.nodes, (node) => size(node.outputs[0], batch) * termsOf(node, batch));
}

/**
 * Bytes of activations that have to move for `batch` images if everything else is done in passing:
 * what convolutions and matrix products make of images, each number written once and read once.
 * Convolutions of every channel by itself are not among them: they too could be done in passing.
 */
export function leastTraffic(graph: Graph, batch: number): number {
  const results = graph.nodes
    .filter((node) => termsOf(node, batch) > 0 && !isDepthwise(node))
    .map(({ outputs }) => outputs[0])
    .filter(({ shape }) => shape.some((length) => typeof length === 'string'));
  return sum(results, (value) => 2 * Float32Array.BYTES_PER_ELEMENT * size(value, batch));
}

/** Products that are added up for one number of the result; 0 for what is no product. */
function termsOf({ operator, inputs: [a, b], outputs }: Node, batch: number): number {
  switch (operator.split(':').at(-1)) {
    case 'Conv': // The kernels are O × I/groups × Kh × Kw.
      return size({ shape: b.shape.slice(1) }, batch);
    case 'MatMul':
      return lengthOf(a.shape.at(-1)!, batch);
    case 'Gemm': // A is rows × terms, whichever way it lies.
      return size(a, batch) / lengthOf(outputs[0].shape[0], batch);
    default:
      return 0;
  }
}

function isDepthwise({ attributes }: Node): boolean {
  return 'group' in attributes && 'int' in attributes.group && attributes.group.int > 1;
}

function size({ shape }: Pick<Value, 'shape'>, batch: number): number {
  return shape.reduce<number>((product, length) => product * lengthOf(length, batch), 1);
}

/** A length with a name is that of the batch, or a multiple of it: `batch`, `4·batch`. */
function lengthOf(length: Dimension, batch: number): number {
  const factors = String(length).split('·');
  const product = factors.reduce((all, each) => all * (each === BATCH ? batch : Number(each)), 1);
  if (Number.isNaN(product)) throw new Error(`an axis of length ${length} cannot be counted`);
  return product;
}

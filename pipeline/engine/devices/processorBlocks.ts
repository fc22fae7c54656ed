/** Finds out in which blocks of channels ONNX Runtime's convolutions on this processor work. */
import { Tensor } from 'onnxruntime-node';
import { Blocks } from '../../../exporter/blocked/blocks.ts';
import { Graph } from '../../../exporter/graph.ts';
import { conv, relu, sub } from '../../../exporter/ops.ts';
import { count } from '../../../exporter/shapes.ts';
import { openGraph } from '../session.ts';
import { CPU } from './device.ts';

/** Largest block that any processor has; the probe's number of channels. */
const MOST = 64;

/** @returns null where the runtime has no such operators, as on processors other than x64 */
export async function processorBlocks(): Promise<Blocks | null> {
  try {
    const size = await blockSize();
    if (size < 2) return null;
    const blocks = new Blocks(size);
    return (await convolveAlike(blocks)) ? blocks : null;
  } catch {
    return null; // The runtime does not know the operators.
  }
}

async function blockSize(): Promise<number> {
  const g = new Graph('block_size');
  g.output('y', new Blocks(MOST).enter(g, g.input('x', [1, MOST, 1, 2])));
  // Channel c has the numbers 2c and 2c + 1: in memory 1 comes after the first block of channels.
  return (await run(g, [1, MOST, 1, 2])).indexOf(1);
}

/** Whether convolutions in blocks give what others give: the operators are the runtime's own affair. */
async function convolveAlike(blocks: Blocks): Promise<boolean> {
  const { size } = blocks;
  const g = new Graph('blocks');
  const x = g.input('x', [1, size, 4, 4]);
  const data = Float32Array.from({ length: size * size * 9 }, (_, i) => Math.sin(i) / size);
  const kernels = g.initializer('kernels', { shape: [size, size, 3, 3], data });
  const pads = { top: 1, left: 1, bottom: 1, right: 1 };
  const form = { pads, relu: true };
  const blocked = blocks.convolve(g, blocks.enter(g, x), blocks.arrange(g, kernels), form);
  g.output('y', sub(g, blocks.leave(g, blocked), relu(g, conv(g, x, kernels, null, 1))));
  const differences = await run(g, [1, size, 4, 4]);
  return differences.every((difference) => Math.abs(difference) < 1e-2);
}

/** Runs a graph from `x`, which counts up from 0, to `y`. */
async function run(g: Graph, dims: readonly number[]): Promise<Float32Array> {
  const session = await openGraph(g, CPU);
  const x = Float32Array.from({ length: count(dims) }, (_, i) => i);
  const { y } = await session.run({ x: new Tensor('float32', x, dims) });
  await session.release();
  return y.data as Float32Array;
}

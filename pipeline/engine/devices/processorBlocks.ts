/** Finds out in which blocks of channels ONNX Runtime's convolutions on this processor work. */
import { Tensor } from 'onnxruntime-node';
import { Blocks } from '../../../exporter/blocked/blocks.ts';
import { Graph } from '../../../exporter/graph.ts';
import { CPU } from './device.ts';
import { openGraph } from '../session.ts';

/** Largest block that any processor has; the probe's number of channels. */
const MOST = 64;

/** @returns null where the runtime has no such operators, as on processors other than x64 */
export async function processorBlocks(): Promise<Blocks | null> {
  const g = new Graph('probe');
  g.output('y', new Blocks(MOST).enter(g, g.input('x', [1, MOST, 1, 2])));
  try {
    const session = await openGraph(g, CPU);
    // Channel c has the numbers 2c and 2c + 1: in memory 1 comes after the first block of channels.
    const x = Float32Array.from({ length: 2 * MOST }, (_, i) => i);
    const { y } = await session.run({ x: new Tensor('float32', x, [1, MOST, 1, 2]) });
    await session.release();
    const size = (y.data as Float32Array).indexOf(1);
    return size > 1 ? new Blocks(size) : null;
  } catch {
    return null;
  }
}

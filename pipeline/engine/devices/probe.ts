/**
 * A process of its own that tries out a device (device.ts) with a small convolution: what a driver or
 * a library prints, or how it ends the process, does not meet the person at the terminal.
 *
 * Ends with exit code 0 where the result is right, else says why not.
 */
import { argv, stdout } from 'node:process';
import { Tensor } from 'onnxruntime-node';
import { Graph } from '../../../exporter/graph.ts';
import { conv } from '../../../exporter/ops.ts';
import type { DeviceName } from './device.ts';
import { openGraph } from '../session.ts';

try {
  const name = argv[2] as DeviceName;
  const g = new Graph('probe');
  const image = g.input('image', [1, 1, 3, 3]);
  g.output('sums', conv(g, image, g.input('weight', [1, 1, 3, 3]), null, 1));
  const session = await openGraph(g, { name, title: name });
  const ones = new Tensor('float32', new Float32Array(9).fill(1), [1, 1, 3, 3]);
  const { sums } = await session.run({ image: ones, weight: ones });
  const numbers = (sums.data as Float32Array).join(' ');
  if (numbers !== '4 6 4 6 9 6 4 6 4') throw new Error(`it computes wrongly (${numbers})`);
} catch (error) {
  stdout.write((error instanceof Error ? error.message : String(error)).split('\n')[0]);
  process.exitCode = 1;
}

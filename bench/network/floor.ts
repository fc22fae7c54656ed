/**
 * The least time that a graph could take on this machine: its operations at the highest speed that
 * any of a few probes reaches in the same runtime, and its traffic at that of an elementwise operator.
 */
import { max, min } from 'd3-array';
import { Tensor } from 'onnxruntime-node';
import { Graph, type Value } from '../../exporter/graph.ts';
import { conv, matMul, reduceMean, relu } from '../../exporter/ops.ts';
import { count } from '../../exporter/shapes.ts';
import { leastTraffic, multiplyAdds } from './operations.ts';
import { profile } from './profile.ts';

/** The best that was measured on this machine. */
export interface Peak {
  readonly multiplyAddsPerSecond: number;
  readonly bytesPerSecond: number;
}

export interface Floor {
  readonly multiplyAdds: number;
  /** Of activations, written and read. */
  readonly bytes: number;
  readonly peak: Peak;
  /** What the operations alone, and the traffic alone, take at the peak. */
  readonly milliseconds: { readonly operations: number; readonly traffic: number };
}

/** The floor of one run of the graph with `batch` images; measures this machine's peak for it. */
export async function measureFloor(graph: Graph, batch: number): Promise<Floor> {
  const operations = multiplyAdds(graph, batch);
  const bytes = leastTraffic(graph, batch);
  // Written and read once each, activations take half of that in memory: as much as the caches of
  // this machine can hold of them, they may hold of the probe's numbers.
  const peak = await measurePeak(bytes / 2);
  return {
    multiplyAdds: operations,
    bytes,
    peak,
    milliseconds: {
      operations: (1000 * operations) / peak.multiplyAddsPerSecond,
      traffic: (1000 * bytes) / peak.bytesPerSecond,
    },
  };
}

/** @param memory bytes that the elementwise probe reads and writes */
async function measurePeak(memory: number): Promise<Peak> {
  const products = [
    matrixProduct(512),
    matrixProduct(1024),
    convolution(64, 32, 28),
    convolution(16, 128, 28),
  ];
  return {
    multiplyAddsPerSecond: await highest(products),
    bytesPerSecond: await highest([elementwise(memory)]),
  };
}

/** A graph with one input and one node that counts. */
interface Probe {
  readonly graph: Graph;
  /** Of the node that counts, as the profile has it. */
  readonly operator: string;
  /** What that node does in a run: multiply-adds, or bytes. */
  readonly work: number;
}

const RUNS = 20;

/** Work a second at the fastest run of the fastest probe. */
async function highest(probes: readonly Probe[]): Promise<number> {
  const speeds: number[] = [];
  for (const { graph, operator, work } of probes) {
    const feeds = Object.fromEntries(graph.inputs.map((input) => [input.name, ones(input)]));
    const { kernels } = await profile(graph, feeds, RUNS);
    const times = kernels.filter((kernel) => kernel.operator === operator);
    speeds.push((1000 * work) / min(times.flatMap(({ milliseconds }) => milliseconds))!);
  }
  return max(speeds)!;
}

/** Two square matrices, one of them constant. */
function matrixProduct(length: number): Probe {
  const g = new Graph('matrix_product');
  const weight = constant(g, [length, length]);
  g.output('y', matMul(g, g.input('x', [length, length]), weight));
  return { graph: g, operator: 'MatMul', work: multiplyAdds(g, length) };
}

/** 3 × 3, as many maps out as in, with constant weights. */
function convolution(batch: number, channels: number, side: number): Probe {
  const g = new Graph('convolution');
  const weight = constant(g, [channels, channels, 3, 3]);
  g.output('y', conv(g, g.input('x', [batch, channels, side, side]), weight, null, 1));
  return { graph: g, operator: 'Conv', work: multiplyAdds(g, batch) };
}

/** Reads half of so many bytes and writes the other half. */
function elementwise(memory: number): Probe {
  const g = new Graph('elementwise');
  const x = g.input('x', [Math.ceil(memory / 2 / Float32Array.BYTES_PER_ELEMENT)]);
  // Ends in a single number, since results of a graph are copied.
  g.output('y', reduceMean(g, relu(g, x), [0]));
  return { graph: g, operator: 'Relu', work: memory };
}

function constant(g: Graph, shape: readonly number[]): Value {
  return g.initializer('weight', { shape, data: new Float32Array(count(shape)).fill(1) });
}

function ones({ shape }: Value): Tensor {
  const dims = shape.map(Number);
  return new Tensor('float32', new Float32Array(count(dims)).fill(1), dims);
}

/** What goes through a graph, as far as ranges are concerned. */
import * as ort from 'onnxruntime-node';
import type { Graph, Value } from '../../exporter/graph.ts';
import { observed, observedName } from '../../exporter/variants/observed.ts';
import { CPU } from '../engine/devices/device.ts';
import type { Items } from '../engine/model.ts';
import { openGraph } from '../engine/session.ts';
import { Histogram } from './histogram.ts';

/** Few, since all that is observed is kept at once. */
const BATCH_SIZE = 10;

/**
 * @param items what the graph's only input is fed
 * @returns by name of the value
 */
export async function observe(
  graph: Graph,
  values: readonly Value[],
  items: Items,
): Promise<ReadonlyMap<string, Histogram>> {
  const histograms = new Map(values.map(({ name }) => [name, new Histogram()]));
  const session = await openGraph(observed(graph, values), CPU);
  const pass = async (take: (histogram: Histogram, numbers: Float32Array) => void) => {
    for (let from = 0; from < items.count; from += BATCH_SIZE) {
      const to = Math.min(from + BATCH_SIZE, items.count);
      const input = new ort.Tensor('float32', items.read(from, to), [to - from, ...items.shape]);
      const results = await session.run({ [graph.inputs[0].name]: input });
      for (const value of values) {
        const { data } = results[observedName(value)];
        take(histograms.get(value.name)!, data as Float32Array);
      }
    }
  };
  await pass((histogram, numbers) => {
    histogram.widen(numbers);
  });
  await pass((histogram, numbers) => {
    histogram.count(numbers);
  });
  await session.release();
  return histograms;
}

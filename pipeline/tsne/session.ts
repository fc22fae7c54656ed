import { InferenceSession } from 'onnxruntime-node';
import type { Graph } from '../../exporter/graph.ts';
import { encodeModel } from '../../exporter/onnx.ts';

/** Opens a small graph of matrix operators on the CPU: the quickest matrix products within reach. */
export async function openSession(graph: Graph): Promise<InferenceSession> {
  const model = encodeModel(graph, {
    documentation: graph.name,
    producerVersion: '',
    facts: {},
  });
  // 3: errors only; the runtime otherwise warns about hardware that it looks for and does not find.
  return InferenceSession.create(model, { logSeverityLevel: 3 });
}

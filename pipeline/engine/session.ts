/** The one place where models are opened in ONNX Runtime. */
import { InferenceSession } from 'onnxruntime-node';
import type { Graph } from '../../exporter/graph.ts';
import { encodeModel } from '../../exporter/onnx.ts';

/** Opens the bytes of an `.onnx` file. */
export function openModel(bytes: Uint8Array): Promise<InferenceSession> {
  // 3: errors only; the runtime otherwise warns about hardware that it looks for and does not find.
  return InferenceSession.create(bytes, { logSeverityLevel: 3 });
}

/** Opens a graph that was built a moment ago. */
export function openGraph(graph: Graph): Promise<InferenceSession> {
  return openModel(
    encodeModel(graph, { documentation: graph.name, producerVersion: '', facts: {} }),
  );
}

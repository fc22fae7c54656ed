/** The one place where models are opened in ONNX Runtime. */
import { InferenceSession } from 'onnxruntime-node';
import type { Graph } from '../../exporter/graph.ts';
import { encodeModel } from '../../exporter/onnx.ts';
import type { Device, DeviceName } from './devices/device.ts';

type Options = InferenceSession.SessionOptions;

const PROVIDERS: Readonly<Record<DeviceName, NonNullable<Options['executionProviders']>>> = {
  cpu: ['cpu'],
  // As our tensors lie: the other layout puts transpositions between the operators.
  webgpu: [{ name: 'webgpu', preferredLayout: 'NCHW' }],
  cuda: ['cuda'],
};

/** Opens the bytes of an `.onnx` file; operators that a GPU does not have run on the CPU. */
export function openModel(
  bytes: Uint8Array,
  device: Device,
  options: Options = {},
): Promise<InferenceSession> {
  return InferenceSession.create(bytes, {
    // 3: errors only; the runtime otherwise warns about hardware that it looks for and does not find.
    logSeverityLevel: 3,
    executionProviders: PROVIDERS[device.name],
    ...options,
  });
}

/** Opens a graph that was built a moment ago. */
export function openGraph(
  graph: Graph,
  device: Device,
  options: Options = {},
): Promise<InferenceSession> {
  return openModel(encodeGraph(graph), device, options);
}

/** The bytes of a graph that is not going to leave this process. */
export function encodeGraph(graph: Graph): Uint8Array {
  return encodeModel(graph, { documentation: graph.name, producerVersion: '', facts: {} });
}

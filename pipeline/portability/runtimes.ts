/** Every runtime beside Node's: what it is called and the program that drives it, one line each. */
import { join } from 'node:path';
import { execArgv, execPath } from 'node:process';

export interface Runtime {
  /** On the command line. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Program and parameters; the path of a job (job.ts) follows. */
  readonly command: readonly [program: string, ...parameters: string[]];
  /** How to get what the program needs; null where it comes with Caelum. */
  readonly install: string | null;
}

export const RUNTIMES: readonly Runtime[] = [
  inNode('onnxruntime-web', 'ONNX Runtime Web (wasm, in Node)', 'onnxruntimeWeb.ts'),
  inPython('onnxruntime', 'ONNX Runtime in Python', 'ort_cpu.py', 'onnxruntime'),
  inPython('onnx', 'ReferenceEvaluator of onnx', 'onnx_reference.py', 'onnx'),
  inPython('openvino', 'OpenVINO', 'openvino_cpu.py', 'openvino'),
  inPython('opencv', 'OpenCV DNN', 'opencv_dnn.py', 'opencv-python-headless'),
  inPython('pytorch', 'PyTorch, through onnx2torch', 'torch_cpu.py', 'torch onnx2torch'),
  inPython('tinygrad', 'tinygrad', 'tinygrad_cpu.py', 'tinygrad'),
  inPython('tract', 'tract', 'tract_cpu.py', 'tract'),
];

function inNode(name: string, title: string, file: string): Runtime {
  const command = [execPath, ...execArgv, join(import.meta.dirname, 'runtimes', file)] as const;
  return { name, title, command, install: null };
}

/** In the Python that $CAELUM_PYTHON names, else in `python3`. */
function inPython(name: string, title: string, file: string, packages: string): Runtime {
  const { CAELUM_PYTHON: named = '' } = process.env;
  const script = join(import.meta.dirname, 'runtimes', 'python', file);
  const install = `pip install numpy ${packages}`;
  return { name, title, command: [named === '' ? 'python3' : named, script], install };
}

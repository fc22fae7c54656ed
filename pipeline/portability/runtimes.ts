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
  /** Packages of Python that the program needs; none where all comes with Caelum. */
  readonly packages: readonly string[];
  /** What whoever uses this runtime should know, a sentence; null where there is nothing. */
  readonly note: string | null;
}

/** What $CAELUM_PYTHON names; empty where it names nothing. */
export const { CAELUM_PYTHON: NAMED_PYTHON = '' } = process.env;

const PYTHON = NAMED_PYTHON === '' ? 'python3' : NAMED_PYTHON;

const BFLOAT16 =
  'OpenVINO is asked for float32 (INFERENCE_PRECISION_HINT: f32); as it comes it computes in bfloat16 on processors that can, and latents are then off by 1e-2 or more.';

export const RUNTIMES: readonly Runtime[] = [
  inNode('onnxruntime-web', 'ONNX Runtime Web (wasm)', 'onnxruntimeWeb.ts'),
  inPython('onnxruntime', 'ONNX Runtime in Python', 'ort_cpu.py', ['onnxruntime']),
  inPython('onnx', 'ReferenceEvaluator of onnx', 'onnx_reference.py', ['onnx']),
  inPython('openvino', 'OpenVINO', 'openvino_cpu.py', ['openvino'], BFLOAT16),
  inPython('opencv', 'OpenCV DNN', 'opencv_dnn.py', ['opencv-python-headless']),
  inPython('pytorch', 'PyTorch (onnx2torch)', 'torch_cpu.py', ['torch', 'onnx2torch']),
  inPython('tinygrad', 'tinygrad', 'tinygrad_cpu.py', ['tinygrad']),
  inPython('tract', 'tract', 'tract_cpu.py', ['tract']),
];

function inNode(name: string, title: string, file: string): Runtime {
  const command = [execPath, ...execArgv, join(import.meta.dirname, 'runtimes', file)] as const;
  return { name, title, command, packages: [], note: null };
}

/** In the Python that $CAELUM_PYTHON names, else in `python3`. */
function inPython(
  name: string,
  title: string,
  file: string,
  packages: readonly string[],
  note: string | null = null,
): Runtime {
  const script = join(import.meta.dirname, 'runtimes', 'python', file);
  return { name, title, command: [PYTHON, script], packages: ['numpy', ...packages], note };
}

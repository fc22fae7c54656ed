/** What TensorFlow.js computes on: the fastest of its backends that is installed and works. */
import { createRequire } from 'node:module';
import tf from '@tensorflow/tfjs';
import { replaceKernelGradient } from './kernelGradient.ts';
import { loadWebGpu, WEBGPU_PACKAGES } from './webgpu.ts';

interface Backend {
  /** For people. */
  readonly title: string;
  /** Name by which TensorFlow.js knows it. */
  readonly name: string;
  /** Which the user installs; none of them comes with Caelum. */
  readonly packages: readonly string[];
  /** Registers it. */
  readonly load: () => Promise<void>;
}

const FASTEST_FIRST: readonly Backend[] = [
  native('@tensorflow/tfjs-node-gpu'),
  native('@tensorflow/tfjs-node'),
  {
    title: 'WebGPU',
    name: 'webgpu',
    packages: WEBGPU_PACKAGES,
    load: () => loadWebGpu(),
  },
];

function native(packageName: string): Backend {
  return {
    title: packageName,
    name: 'tensorflow',
    packages: [packageName],
    load: async () => {
      process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'; // Errors only.
      await import(packageName);
    },
  };
}

/**
 * Sets the backend.
 *
 * @returns a sentence that says which was taken, and why not a faster one that is installed
 */
export async function openBackend(): Promise<string> {
  tf.enableProdMode(); // TensorFlow.js otherwise advertises tfjs-node when its own backend starts.
  const refused: string[] = [];
  for (const backend of FASTEST_FIRST.filter(({ packages }) => packages.every(isInstalled))) {
    try {
      await backend.load();
      await start(backend.name);
      return [`TensorFlow.js ${tf.version.tfjs} on ${backend.title}.`, ...refused].join(' ');
    } catch (error) {
      refused.push(`Not on ${backend.title}: ${firstLine(error)}.`);
    }
  }
  replaceKernelGradient();
  await start('cpu');
  const advice = 'Faster with @tensorflow/tfjs-node installed, as the README says.';
  return [
    `TensorFlow.js ${tf.version.tfjs} on its JavaScript backend, which is slow: a step takes seconds ` +
      'where the engine onnx takes milliseconds.',
    ...(refused.length > 0 ? refused : [advice]),
  ].join(' ');
}

function isInstalled(packageName: string): boolean {
  try {
    createRequire(import.meta.url).resolve(packageName);
    return true;
  } catch {
    return false;
  }
}

/**
 * Sets a registered backend and has it do what training needs most.
 *
 * @throws Error where it cannot, as tfjs-node 4.22 with Node 23 and newer
 */
async function start(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('it does not start');
  const gradient = tf.tidy(() => {
    const kernel = tf.ones<tf.Rank.R4>([3, 3, 1, 1]);
    return tf.grad((x) => tf.conv2d(x as tf.Tensor4D, kernel, 1, 'same'))(tf.ones([1, 3, 3, 1]));
  });
  const [corner, edge] = await gradient.data();
  gradient.dispose();
  if (corner !== 4 || edge !== 6) throw new Error('it computes a wrong gradient');
}

function firstLine(error: unknown): string {
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.trim().replace(/\.$/, '');
}

/**
 * The gradient of a convolution's kernel for TensorFlow.js's JavaScript backend, whose own takes fifty
 * times as long as the convolution itself. The sum
 *
 *   dW[p,q,i,o] = Σ_{n,h,w} x[n, h+p−m, w+q−m, i] · dy[n,h,w,o]
 *
 * is again a convolution, of "images" i with "channels" n by kernels dy, and convolutions are what that
 * backend does well.
 */
import tf from '@tensorflow/tfjs';

const KERNEL = 'Conv2DBackpropFilter';
const BACKEND = 'cpu';

/** Puts it in the place of the backend's own. For odd kernels, stride 1, and padding that keeps the size. */
export function replaceKernelGradient(): void {
  tf.unregisterKernel(KERNEL, BACKEND);
  tf.registerKernel({
    kernelName: KERNEL,
    backendName: BACKEND,
    kernelFunc: ({ inputs, attrs }) => {
      const [side] = attrs?.filterShape as [number, number, number, number];
      return kernelGradient(inputs.x as tf.Tensor4D, inputs.dy as tf.Tensor4D, side);
    },
  });
}

/**
 * @param x what went into the convolution, N × H × W × I
 * @param dy gradient of what came out, N × H × W × O
 * @returns side × side × I × O
 */
function kernelGradient(x: tf.Tensor4D, dy: tf.Tensor4D, side: number): tf.Tensor {
  return tf.tidy(() => {
    const images = tf.transpose(x, [3, 1, 2, 0]); // I × H × W × N
    const kernels = tf.transpose(dy, [1, 2, 0, 3]); // H × W × N × O
    const sums = tf.conv2d(images, kernels, 1, around((side - 1) / 2)); // I × side × side × O
    return tf.transpose(sums, [1, 2, 0, 3]);
  });
}

/** A margin as pads of each axis: given as a number, kernels that are not square get a wrong size. */
function around(margin: number) {
  const none: [number, number] = [0, 0];
  const sides: [number, number] = [margin, margin];
  return [none, sides, sides, none] satisfies Parameters<typeof tf.conv2d>[3];
}

/** Training in TensorFlow.js: the second engine, whose automatic gradients judge those of the first. */
import tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../../../exporter/autoencoder.ts';
import type { StateKey, TrainingState } from '../../../exporter/state.ts';
import type { ImageDimensions } from '../../../exporter/trainingGraphs.ts';
import { imageCount, toFloats, type ImageSet } from '../../images.ts';
import type { Trainer } from '../trainer.ts';
import { imageTensor, reconstruct } from './network.ts';
import { adam, polynomialAverage } from './optimizer.ts';

/** Images an evaluation run. */
const EVALUATION_BATCH = 250;

/** The vectors of a training state on TensorFlow.js's backend; `step` is a plain number beside them. */
type Vectors = Readonly<Record<Exclude<StateKey, 'step'>, tf.Tensor1D>>;

export class TfjsTrainer implements Trainer {
  private vectors: Vectors;
  private steps: number;

  /**
   * On the backend of TensorFlow.js that is set.
   *
   * @param start from which training goes on; as `initialState` gives it, or as it was kept
   */
  constructor(
    private readonly network: Autoencoder,
    private readonly image: ImageDimensions,
    start: TrainingState,
  ) {
    this.vectors = {
      parameters: tf.tensor1d(start.parameters),
      statistics: tf.tensor1d(start.statistics),
      averageParameters: tf.tensor1d(start.averageParameters),
      averageStatistics: tf.tensor1d(start.averageStatistics),
      firstMoment: tf.tensor1d(start.firstMoment),
      secondMoment: tf.tensor1d(start.secondMoment),
    };
    this.steps = start.step[0];
  }

  async step(images: Float32Array, count: number, learningRate: number): Promise<number> {
    await tf.nextFrame(); // Signals and output get a turn: a backend may never wait for anything.
    this.steps += 1;
    const { loss, next } = tf.tidy(() => {
      const x = imageTensor(images, [count, ...this.image]);
      return advance(this.network, this.vectors, x, this.steps, learningRate);
    });
    tf.dispose({ ...this.vectors });
    this.vectors = next;
    return scalar(loss);
  }

  async evaluate(images: ImageSet): Promise<number> {
    const count = imageCount(images);
    let sum = 0;
    for (let from = 0; from < count; from += EVALUATION_BATCH) {
      const rows = Math.min(EVALUATION_BATCH, count - from);
      const indices = Array.from({ length: rows }, (_, i) => from + i);
      sum += rows * (await this.meanError(toFloats(images, indices), rows));
    }
    return sum / count;
  }

  async state(): Promise<TrainingState> {
    const numbers = async (key: keyof Vectors) =>
      Float32Array.from(await this.vectors[key].data<'float32'>());
    return {
      parameters: await numbers('parameters'),
      statistics: await numbers('statistics'),
      averageParameters: await numbers('averageParameters'),
      averageStatistics: await numbers('averageStatistics'),
      firstMoment: await numbers('firstMoment'),
      secondMoment: await numbers('secondMoment'),
      step: Float32Array.of(this.steps),
    };
  }

  close(): Promise<void> {
    tf.dispose({ ...this.vectors });
    return Promise.resolve();
  }

  private async meanError(images: Float32Array, count: number): Promise<number> {
    await tf.nextFrame();
    const error = tf.tidy(() => {
      const x = imageTensor(images, [count, ...this.image]);
      const { averageParameters, averageStatistics } = this.vectors;
      const weights = { parameters: averageParameters, statistics: averageStatistics };
      return meanSquaredError(reconstruct(this.network, weights, x, 'infer').images, x);
    });
    return scalar(error);
  }
}

/** Forward → loss → gradients → Adam → average, from one state to the next; `step` is 1 for the first. */
function advance(
  network: Autoencoder,
  vectors: Vectors,
  images: tf.Tensor4D,
  step: number,
  learningRate: number,
): { readonly loss: tf.Scalar; readonly next: Vectors } {
  const followed: tf.Tensor1D[] = [];
  const { value: loss, grad: gradient } = tf.valueAndGrad((parameters: tf.Tensor) => {
    const weights = { parameters: parameters as tf.Tensor1D, statistics: vectors.statistics };
    const result = reconstruct(network, weights, images, 'train');
    followed.push(tf.keep(result.statistics)); // Else it would end with this function.
    return meanSquaredError(result.images, images);
  })(vectors.parameters);

  const updated = adam(vectors, gradient as tf.Tensor1D, step, learningRate);
  const [statistics] = followed;
  return {
    loss: loss,
    next: {
      ...updated,
      statistics,
      averageParameters: polynomialAverage(vectors.averageParameters, updated.parameters, step),
      averageStatistics: polynomialAverage(vectors.averageStatistics, statistics, step),
    },
  };
}

function meanSquaredError(actual: tf.Tensor4D, expected: tf.Tensor4D): tf.Scalar {
  return tf.mean(tf.squaredDifference(actual, expected));
}

/** Reads a number and lets go of its tensor. */
async function scalar(tensor: tf.Scalar): Promise<number> {
  const [value] = await tensor.data();
  tensor.dispose();
  return value;
}

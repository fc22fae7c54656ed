/** Training in TensorFlow.js: the second engine, whose automatic gradients judge those of the first. */
import tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../../../exporter/autoencoder.ts';
import type { StateKey, TrainingState } from '../../../exporter/state.ts';
import { TENSORS, type ImageDimensions } from '../../../exporter/tensorNames.ts';
import { imageCount, toFloats, type ImageSet } from '../../images.ts';
import type { Random } from '../../random.ts';
import type { Losses, StepOptions, Trainer } from '../trainer.ts';
import { imageTensor, partsOf } from './network.ts';
import { errorsOf, lossesOf, type Scalars } from './objective.ts';
import { adam, polynomialAverage, runningAverage } from './optimizer.ts';

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

  async step(images: Float32Array, count: number, options: StepOptions): Promise<Losses> {
    await tf.nextFrame(); // Signals and output get a turn: a backend may never wait for anything.
    this.steps += 1;
    const { losses, next } = tf.tidy(() => {
      const x = imageTensor(images, [count, ...this.image]);
      const noise = noiseFor(this.network, count, options.normal);
      return advance(this.network, this.vectors, { images: x, noise }, this.steps, options);
    });
    tf.dispose({ ...this.vectors });
    this.vectors = next;
    return numbersOf(losses);
  }

  async evaluate(images: ImageSet, normal: Random): Promise<Losses> {
    const count = imageCount(images);
    const sums: Record<string, number> = {};
    for (let from = 0; from < count; from += EVALUATION_BATCH) {
      const rows = Math.min(EVALUATION_BATCH, count - from);
      const indices = Array.from({ length: rows }, (_, i) => from + i);
      const means = await this.meanErrors(toFloats(images, indices), rows, normal);
      for (const [name, mean] of Object.entries(means)) {
        sums[name] = (sums[name] ?? 0) + (rows * mean) / count;
      }
    }
    return sums;
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

  private async meanErrors(images: Float32Array, count: number, normal: Random): Promise<Losses> {
    await tf.nextFrame();
    const means = tf.tidy(() => {
      const x = imageTensor(images, [count, ...this.image]);
      const { averageParameters, averageStatistics } = this.vectors;
      const weights = { parameters: averageParameters, statistics: averageStatistics };
      const parts = partsOf(this.network, weights, 'infer');
      return errorsOf(this.network, parts, x, noiseFor(this.network, count, normal));
    });
    return numbersOf(means);
  }
}

/** What a variational network draws the latents of a batch with; null for others. */
function noiseFor({ variational }: Autoencoder, count: number, normal: Random): tf.Tensor2D | null {
  if (variational === null) return null;
  const size = variational.latentDim;
  return tf.tensor2d(Float32Array.from({ length: count * size }, normal), [count, size]);
}

/** Forward → loss → gradients → Adam → average, from one state to the next; `step` is 1 for the first. */
function advance(
  network: Autoencoder,
  vectors: Vectors,
  { images, noise }: { readonly images: tf.Tensor4D; readonly noise: tf.Tensor2D | null },
  step: number,
  { learningRate, divergenceWeight }: StepOptions,
): { readonly losses: Scalars; readonly next: Vectors } {
  const followed: { readonly statistics: tf.Tensor1D; readonly losses: Scalars }[] = [];
  const { grad: gradient } = tf.valueAndGrad((parameters: tf.Tensor) => {
    const weights = { parameters: parameters as tf.Tensor1D, statistics: vectors.statistics };
    const parts = partsOf(network, weights, 'train');
    const losses = lossesOf(network, parts, images, noise, divergenceWeight);
    for (const each of Object.values(losses)) tf.keep(each); // Else they would end with this function.
    followed.push({ statistics: tf.keep(parts.statistics()), losses });
    return losses[TENSORS.loss];
  })(vectors.parameters);

  const updated = adam(vectors, gradient as tf.Tensor1D, step, learningRate);
  const [{ statistics, losses }] = followed;
  const next = {
    ...updated,
    statistics: runningAverage(vectors.statistics, statistics),
    averageParameters: polynomialAverage(vectors.averageParameters, updated.parameters, step),
    averageStatistics: polynomialAverage(vectors.averageStatistics, statistics, step),
  };
  statistics.dispose();
  return { losses, next };
}

/** Reads numbers and lets go of their tensors. */
async function numbersOf(scalars: Scalars): Promise<Losses> {
  const entries = Object.entries(scalars);
  const numbers = await Promise.all(
    entries.map(async ([name, tensor]) => [name, (await tensor.data())[0]] as const),
  );
  tf.dispose(entries.map(([, tensor]) => tensor));
  return Object.fromEntries(numbers);
}

/** What is measured: each task as a run of Caelum does it, on data in memory. */
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { encodeModel } from '../../exporter/onnx.ts';
import { initialState, layoutOf } from '../../exporter/state.ts';
import { Codec } from '../../pipeline/engine/codec.ts';
import type { Device } from '../../pipeline/engine/devices/device.ts';
import { OnnxTrainer } from '../../pipeline/engine/onnxTrainer.ts';
import type { Trainer } from '../../pipeline/engine/trainer.ts';
import {
  imageCount,
  imageDimensions,
  imageSize,
  toFloats,
  type ImageSet,
} from '../../pipeline/images.ts';
import { normalNumbers, permutation, seededRandom } from '../../pipeline/random.ts';
import type { Turn } from '../rounds.ts';

export const NETWORK_TASKS = ['training', 'encode', 'decode'] as const;

export type NetworkTask = (typeof NETWORK_TASKS)[number];

/** Images a training step. */
export const TRAINING_BATCH = 64;
export const STEP = {
  learningRate: 0.001,
  divergenceWeight: 1,
  normal: normalNumbers(seededRandom(1, 'noise')),
};

/** @param steps training steps a turn */
export async function turnOf(
  task: NetworkTask,
  images: ImageSet,
  steps: number,
  device: Device,
): Promise<() => Promise<Turn>> {
  return task === 'training'
    ? trainingTurn(images, steps, device)
    : (await codecTurns(images, device))[task];
}

/** A number of training steps on batches in random order. */
async function trainingTurn(
  images: ImageSet,
  steps: number,
  device: Device,
): Promise<() => Promise<Turn>> {
  const network = convolutionalAutoencoder(imageDimensions(images.shape));
  const start = initialState(layoutOf(network), seededRandom(0, 'initial weights'));
  const trainer = await OnnxTrainer.create(network, imageDimensions(images.shape), start, device);
  const random = seededRandom(0, 'order');
  return () => {
    const order = permutation(imageCount(images), random);
    return timed(steps * TRAINING_BATCH, () => trainSteps(trainer, images, order, steps));
  };
}

/** Trains on batches of the images in this order, over again where they are too few. */
export async function trainSteps(
  trainer: Trainer,
  images: ImageSet,
  order: Uint32Array,
  steps: number,
): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const from = (step * TRAINING_BATCH) % (order.length - TRAINING_BATCH + 1);
    const indices = order.subarray(from, from + TRAINING_BATCH);
    await trainer.step(toFloats(images, indices), TRAINING_BATCH, STEP);
  }
}

/** Encoding all images, and decoding their latents. */
async function codecTurns(
  images: ImageSet,
  device: Device,
): Promise<Record<'encode' | 'decode', () => Promise<Turn>>> {
  const network = convolutionalAutoencoder(imageDimensions(images.shape));
  const start = initialState(layoutOf(network), seededRandom(0, 'initial weights'));
  const graphs = inferenceGraphs(network, imageDimensions(images.shape), start);
  const bytes = (part: 'encoder' | 'decoder') =>
    encodeModel(graphs[part], { documentation: part, producerVersion: '', facts: {} });
  const codec = await Codec.open(
    { encoder: bytes('encoder'), decoder: bytes('decoder') },
    { encoder: 'the encoder', decoder: 'the decoder' },
    device,
  );
  const latents = await codec.encode(images);
  const count = imageCount(images);
  // In memory as PyTorch has them; a run turns bytes into these on the way.
  const { shape, data } = asFloats(images);
  const size = imageSize(images.shape);
  const read = (from: number, to: number) => data.subarray(from * size, to * size);
  return {
    encode: () => timed(count, () => codec.encoder.run({ count, shape: shape.slice(1), read })),
    decode: () => timed(count, () => codec.decode(latents, images.shape)),
  };
}

/** All images as float32 N × C × H × W in [0, 1]. */
export function asFloats(images: ImageSet) {
  const count = imageCount(images);
  const indices = Array.from({ length: count }, (_, i) => i);
  return { shape: [count, ...imageDimensions(images.shape)], data: toFloats(images, indices) };
}

async function timed(images: number, work: () => Promise<unknown>): Promise<Turn> {
  const start = performance.now();
  await work();
  return { images, seconds: (performance.now() - start) / 1000 };
}

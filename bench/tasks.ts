/** What is measured: each task as a run of Caelum does it. */
import { convolutionalAutoencoder } from '../exporter/autoencoder.ts';
import { inferenceGraphs } from '../exporter/inferenceModels.ts';
import { encodeModel } from '../exporter/onnx.ts';
import { initialState, layoutOf } from '../exporter/state.ts';
import { Codec } from '../pipeline/engine/codec.ts';
import { CPU } from '../pipeline/engine/devices/device.ts';
import { OnnxTrainer } from '../pipeline/engine/onnxTrainer.ts';
import { imageCount, imageDimensions, toFloats, type ImageSet } from '../pipeline/images.ts';
import { permutation, seededRandom } from '../pipeline/random.ts';
import type { Turn } from './peer.ts';

const LEARNING_RATE = 0.001;

/** A number of training steps on batches in random order. */
export async function trainingTurn(
  images: ImageSet,
  steps: number,
  batch: number,
): Promise<() => Promise<Turn>> {
  const network = convolutionalAutoencoder(images.shape.channels);
  const start = initialState(layoutOf(network), seededRandom(0, 'initial weights'));
  const trainer = await OnnxTrainer.create(network, imageDimensions(images.shape), start, CPU);
  const random = seededRandom(0, 'order');
  return () => {
    const order = permutation(imageCount(images), random);
    return timed(steps * batch, async () => {
      for (let step = 0; step < steps; step++) {
        const from = (step * batch) % (order.length - batch + 1);
        const indices = order.subarray(from, from + batch);
        await trainer.step(toFloats(images, indices), batch, LEARNING_RATE);
      }
    });
  };
}

/** Encoding all images, and decoding their latents. */
export async function codecTurns(
  images: ImageSet,
): Promise<Record<'encode' | 'decode', () => Promise<Turn>>> {
  const network = convolutionalAutoencoder(images.shape.channels);
  const start = initialState(layoutOf(network), seededRandom(0, 'initial weights'));
  const graphs = inferenceGraphs(network, imageDimensions(images.shape), start);
  const bytes = (part: 'encoder' | 'decoder') =>
    encodeModel(graphs[part], { documentation: part, producerVersion: '', facts: {} });
  const codec = await Codec.open(
    { encoder: bytes('encoder'), decoder: bytes('decoder') },
    { encoder: 'the encoder', decoder: 'the decoder' },
    CPU,
  );
  const latents = await codec.encode(images);
  const count = imageCount(images);
  return {
    encode: () => timed(count, () => codec.encode(images)),
    decode: () => timed(count, () => codec.decode(latents, images.shape)),
  };
}

async function timed(images: number, work: () => Promise<unknown>): Promise<Turn> {
  const start = performance.now();
  await work();
  return { images, seconds: (performance.now() - start) / 1000 };
}

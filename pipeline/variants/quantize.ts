/** The models in 8 bits, calibrated on training images. */
import type { Graph } from '../../exporter/graph.ts';
import type { InferenceGraphs } from '../../exporter/inferenceModels.ts';
import { TENSORS } from '../../exporter/tensorNames.ts';
import { observed } from '../../exporter/variants/observed.ts';
import { quantized, quantizedValues, type Ranges } from '../../exporter/variants/quantized.ts';
import type { Calibration } from '../contract.ts';
import { CPU } from '../engine/devices/device.ts';
import { imageItems, Model, type Items, type Results } from '../engine/model.ts';
import { encodeGraph } from '../engine/session.ts';
import { imageCount, imageSize, pickImages, type ImageSet } from '../images.ts';
import { meanSquaredError } from '../measures/reconstruction/meanSquaredError.ts';
import { normalNumbers, permutation, seededRandom } from '../random.ts';
import { observe } from './observe.ts';

export interface QuantizedModels {
  readonly graphs: InferenceGraphs;
  readonly calibration: Calibration;
}

/** Calibration images at most, fewer where they are large: so many pixels are enough. */
const MOST_IMAGES = 500;
const ENOUGH_PIXELS = 4e6;
const LEAST_IMAGES = 16;

/** @param train images that the models were trained on */
export async function quantizedModels(
  { encoder, decoder, autoencoder }: InferenceGraphs,
  train: ImageSet,
  seed: number,
): Promise<QuantizedModels> {
  const images = calibrationImages(train, seed);
  const encoding = await calibrated(encoder, imageItems(images));
  const decoding = await calibrated(decoder, await drawnLatents(encoder, images, seed));
  const middle = middleOf(autoencoder);
  const ranges: Ranges = new Map([
    ...encoding.ranges,
    ...decoding.ranges,
    // What the decoder takes has another name where the encoder gives it.
    [middle.name, decoding.ranges.get(TENSORS.latent)!],
  ]);
  return {
    graphs: {
      encoder: quantized(encoder, ranges),
      decoder: quantized(decoder, ranges),
      autoencoder: quantized(autoencoder, ranges),
    },
    calibration: {
      images: imageCount(images),
      seed,
      cutOff: { encoder: encoding.cutOff, decoder: decoding.cutOff },
    },
  };
}

function calibrationImages(train: ImageSet, seed: number): ImageSet {
  const fitting = Math.floor(ENOUGH_PIXELS / imageSize(train.shape));
  const count = Math.min(MOST_IMAGES, Math.max(LEAST_IMAGES, fitting));
  const order = permutation(imageCount(train), seededRandom(seed, 'calibration images'));
  return pickImages(train, order.subarray(0, count));
}

/** What of an autoencoder's values its decoder takes. */
function middleOf({ outputs }: Graph) {
  const names: readonly string[] = [TENSORS.latent, TENSORS.mean];
  return outputs.find(({ name }) => names.includes(name))!.value;
}

/** Shares of the numbers that are cut off at each end of their ranges, one of which fits best. */
const CUT_OFFS = [0, 1e-5, 1e-4, 1e-3] as const;

/**
 * Ranges within which the model in 8 bits comes closest to the one in float32. Of a few numbers that are
 * far out, it is better to lose some than to have all others in coarser steps; how many depends on what
 * follows: what a sigmoid flattens anyhow does no harm, while a latent shows every one. So several shares
 * are tried on the model as a whole, and that with the least squared error is taken.
 */
async function calibrated(
  graph: Graph,
  items: Items,
): Promise<{ readonly ranges: Ranges; readonly cutOff: number }> {
  const histograms = await observe(graph, quantizedValues(graph), items);
  const { data: expected } = await run(graph, items);
  const trials = [];
  for (const cutOff of CUT_OFFS) {
    const ranges = new Map([...histograms].map(([name, each]) => [name, each.range(cutOff)]));
    const { data } = await run(quantized(graph, ranges), items);
    trials.push({ ranges, cutOff, error: meanSquaredError(data, expected) });
  }
  return trials.reduce((best, trial) => (trial.error < best.error ? trial : best));
}

/** Latents for the decoder: what the encoder gives, of a normal distribution a draw for each image. */
async function drawnLatents(encoder: Graph, images: ImageSet, seed: number): Promise<Items> {
  const items = imageItems(images);
  const { shape, data } = await run(encoder, items);
  const logVariance = encoder.outputs.find(({ name }) => name === TENSORS.logVariance)?.value;
  if (logVariance) {
    const logVariances = await run(observed(encoder, [logVariance]), items);
    const normal = normalNumbers(seededRandom(seed, 'calibration latents'));
    logVariances.data.forEach((value, i) => (data[i] += Math.exp(value / 2) * normal()));
  }
  const size = data.length / items.count;
  return {
    count: items.count,
    shape,
    read: (from, to) => data.subarray(from * size, to * size),
  };
}

/** The first output of a graph. */
async function run(graph: Graph, items: Items): Promise<Results> {
  const model = await Model.open(encodeGraph(graph), graph.name, CPU);
  const results = await model.run(items);
  await model.close();
  return results;
}

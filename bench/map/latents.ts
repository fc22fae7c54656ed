/** What maps are made of: the latents of a run or, where there is none, of a short training. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { count } from '../../exporter/shapes.ts';
import { initialState, layoutOf } from '../../exporter/state.ts';
import { FILES } from '../../pipeline/contract.ts';
import type { Device } from '../../pipeline/engine/devices/device.ts';
import { Model, imageItems } from '../../pipeline/engine/model.ts';
import { OnnxTrainer } from '../../pipeline/engine/onnxTrainer.ts';
import { encodeGraph } from '../../pipeline/engine/session.ts';
import { InputError } from '../../pipeline/errors.ts';
import { readManifest } from '../../pipeline/files/manifest.ts';
import { RunFolder } from '../../pipeline/files/runFolder.ts';
import {
  concatImages,
  firstImages,
  imageCount,
  imageDimensions,
  type Dataset,
  type ImageSet,
} from '../../pipeline/images.ts';
import { permutation, seededRandom } from '../../pipeline/random.ts';
import { readAllLatents } from '../../pipeline/stages/latents.ts';
import { checkPoints } from '../../pipeline/tsne/options.ts';
import { datasetAtHand } from '../atHand.ts';
import { trainSteps } from '../network/tasks.ts';

export interface Latents {
  /** N × dimensions, row-major and finite. */
  readonly points: Float32Array;
  readonly dimensions: number;
  /** One class index a point. */
  readonly labels: Int32Array;
  /** Where they come from, for people. */
  readonly source: string;
}

export interface LatentsRequest {
  /** Folder of a run; null: latents come from a short training on MNIST. */
  readonly run: string | null;
  /** Folder where images are looked for; null: the cache. */
  readonly dataDir: string | null;
  /** What the network runs on. */
  readonly device: Device;
  /** How many latents there have to be, and how many are of use. */
  readonly least: number;
  readonly most: number;
}

const DEFAULT_RUN = 'artifacts/mnist-cae';

/** Some ten seconds on two cores, after which digits of a kind lie together. */
const TRAINING_STEPS = 300;

/**
 * The first `most` latents, or as many as there are. Where a run has stored fewer, its encoder makes
 * those of all images of its dataset that are at hand, training images first.
 *
 * @param trainingSteps of the short training
 * @throws InputError where there are too few, the folder holds no run, or its latents cannot be mapped
 */
export async function findLatents(
  request: LatentsRequest,
  trainingSteps = TRAINING_STEPS,
): Promise<Latents> {
  const { run } = request;
  const latents =
    run === null
      ? await freshLatents(request, trainingSteps)
      : await latentsOfRun(new RunFolder(run), request);
  checkPoints(latents.points, latents.dimensions);
  return latents;
}

/** Folder of the run that `npm run pipeline` makes, where there is one. */
export function defaultRun(): string | null {
  return existsSync(join(DEFAULT_RUN, FILES.latents)) ? DEFAULT_RUN : null;
}

/** The first of some latents; shares memory with them. */
export function firstLatents(latents: Latents, count: number): Latents {
  const { points, dimensions, labels } = latents;
  return {
    ...latents,
    points: points.subarray(0, count * dimensions),
    labels: labels.subarray(0, count),
  };
}

async function latentsOfRun(folder: RunFolder, request: LatentsRequest): Promise<Latents> {
  const { dataDir, device, least, most } = request;
  const stored = await storedLatents(folder);
  const manifest = stored.labels.length < most ? await readManifest(folder) : null;
  if (manifest !== null && manifest !== 'foreign') {
    const dataset = await datasetAtHand(manifest.dataset.name, dataDir);
    const images = allImages(dataset);
    if (imageCount(images) > stored.labels.length) {
      const path = folder.file(FILES.encoder);
      const source = `of ${dataset.source}, encoded by ${path}`;
      checkEnough(imageCount(images), least, source);
      const encoder = await folder.read(FILES.encoder);
      return encode(encoder, path, firstImages(images, most), device, source);
    }
  }
  checkEnough(stored.labels.length, least, stored.source);
  return firstLatents(stored, most);
}

async function storedLatents(folder: RunFolder): Promise<Latents> {
  for (const name of [FILES.latents, FILES.labels]) {
    if (existsSync(folder.file(name))) continue;
    throw new InputError(
      `--run ${folder.path} holds no ${name}; name the folder of a finished run, or leave --run ` +
        'out to measure on the latents of a short training.',
    );
  }
  const { vectors, labels, latentShape } = await readAllLatents(folder);
  const dimensions = count(latentShape);
  if (vectors.length !== labels.length * dimensions) {
    throw new InputError(
      `--run ${folder.path} holds ${vectors.length / dimensions} latents and ${labels.length} ` +
        'labels; run the pipeline there again.',
    );
  }
  return { points: vectors, dimensions, labels, source: `of the run in ${folder.path}` };
}

/** Latents of MNIST, as far as it is here, by an encoder trained on it for a few seconds. */
async function freshLatents(
  { dataDir, device, least, most }: LatentsRequest,
  steps: number,
): Promise<Latents> {
  const dataset = await datasetAtHand('mnist', dataDir);
  const images = allImages(dataset);
  const source = `of ${dataset.source}, encoded after a short training of ${steps} steps`;
  checkEnough(imageCount(images), least, source);
  const encoder = await trainEncoder(dataset.train, steps, device);
  return encode(encoder, 'the encoder', firstImages(images, most), device, source);
}

function checkEnough(available: number, least: number, source: string): void {
  if (available >= least) return;
  throw new InputError(
    `--points ${least} is more than the ${available} latents at hand (${source}); give a smaller ` +
      'number, or name the folder that holds all images with --data-dir.',
  );
}

async function trainEncoder(images: ImageSet, steps: number, device: Device): Promise<Uint8Array> {
  const network = convolutionalAutoencoder(imageDimensions(images.shape));
  const dimensions = imageDimensions(images.shape);
  const start = initialState(layoutOf(network), seededRandom(0, 'initial weights'));
  const trainer = await OnnxTrainer.create(network, dimensions, start, device);
  try {
    const order = permutation(imageCount(images), seededRandom(0, 'order'));
    await trainSteps(trainer, images, order, steps);
    return encodeGraph(inferenceGraphs(network, dimensions, await trainer.state()).encoder);
  } finally {
    await trainer.close();
  }
}

/** @param path of the encoder, named in errors */
async function encode(
  encoder: Uint8Array,
  path: string,
  images: ImageSet,
  device: Device,
  source: string,
): Promise<Latents> {
  const model = await Model.open(encoder, path, device);
  const { shape, data } = await model.run(imageItems(images));
  await model.close();
  return { points: data, dimensions: count(shape), labels: images.labels, source };
}

function allImages({ train, test }: Dataset): ImageSet {
  return concatImages(train, test);
}

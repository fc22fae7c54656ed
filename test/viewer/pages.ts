/** Small pages for the tests: real digits on a grid, with models that take no training to make. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { encodeModel } from '../../exporter/onnx.ts';
import { initialState, layoutOf } from '../../exporter/state.ts';
import { PAGE_BLOBS, PAGE_DATA, type PageData } from '../../pipeline/contract.ts';
import { readNpmDigits } from '../../pipeline/datasets/npmDigits.ts';
import { firstImages, type ImageSet, type ImageShape } from '../../pipeline/images.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { CPU } from '../../pipeline/engine/devices/device.ts';
import { Codec } from '../../pipeline/engine/codec.ts';
import { withFirstBlock } from '../../pipeline/engine/firstBlock.ts';
import { imageErrors } from '../../pipeline/measures/reconstruction/imageMeasures.ts';
import { latentSearch } from '../../pipeline/page/latentSearch.ts';
import { classColours } from '../../pipeline/figures/palette.ts';
import { inlineJson } from '../../pipeline/page/html.ts';
import type { MapPoints, PageInput } from '../../pipeline/page/input.ts';
import { encodeBase85 } from '../../pipeline/page/parts/base85.ts';
import { pickRows } from '../../pipeline/tsne/algebra/vectors.ts';
import { nearestNeighbours } from '../../pipeline/tsne/neighbours/neighbours.ts';
import { nearestReferences } from '../../pipeline/tsne/placing/nearestReferences.ts';
import { inflate } from '../../viewer/data/blobs.ts';

/** Images on a side of the map's grid. */
export const SIDE = 20;
export const COUNT = SIDE * SIDE;
/** The last so many of them were placed. */
export const PLACED = 40;

/** Neighbours that are named of each image. */
const NEAREST = 10;

/** Image `i` stands in column i mod 20 and row ⌊i / 20⌋, counted from the bottom left. */
export function gridMap(): Float32Array {
  return Float32Array.from({ length: 2 * COUNT }, (_, i) =>
    i % 2 === 0 ? (i / 2) % SIDE : Math.floor(i / 2 / SIDE),
  );
}

/** The grid with a distortion that grows from image to image, from 0 to 0.5. */
export function gridPoints(placed = PLACED): MapPoints {
  return {
    positions: gridMap(),
    distortion: Float32Array.from({ length: COUNT }, (_, i) => (0.5 * i) / (COUNT - 1)),
    uncertainty: Float32Array.from({ length: placed }, (_, i) => 0.1 * i),
  };
}

/** The reference autoencoder as it starts, on real digits. */
export const digitsPage = once(async () => page(firstImages((await readNpmDigits()).train, COUNT)));

/**
 * As {@link digitsPage}, with larger weights: what the decoder makes of different latents can be told apart,
 * where the weights that training starts with give one grey for all.
 */
export const vividPage = once(async () => {
  const images = firstImages((await readNpmDigits()).train, COUNT);
  return page(images, untrainedModels(images.shape, 2));
});

/** As {@link digitsPage}, with a second map on which left and right have changed places. */
export const twoMapsPage = once(async () => {
  const input = await digitsPage();
  const positions = gridMap().map((value, n) => (n % 2 === 0 ? SIDE - 1 - value : value));
  const mirror = { name: 'mirror', title: 'Mirror', settings: '' };
  return {
    ...input,
    maps: [...input.maps, { ...gridPoints(), positions }],
    data: { ...input.data, maps: [...input.data.maps, mirror] },
  };
});

/** As {@link digitsPage}, with all images mapped and a class that was left out of training. */
export const mappedPage = once(async () => {
  const images = firstImages((await readNpmDigits()).train, COUNT);
  const { data, ...input } = await page(images, untrainedModels(images.shape), 0);
  return { ...input, data: { ...data, dataset: { ...data.dataset, leftOut: 8 } } };
});

/** Forty classes, one with a name that fits nowhere, under a title of more than a line. */
export const wordyPage = once(async () => {
  const { images, data, ...input } = await digitsPage();
  const classNames = Array.from({ length: 40 }, (_, label) => `kind ${label}`);
  classNames[7] = 'Donaudampfschifffahrtsgesellschaftskapitän, seen from afar on a rainy day';
  const title = 'Hats of the Donaudampfschifffahrtsgesellschaftskapitäne and their neighbours';
  const dataset = { ...data.dataset, title, classNames, classColours: classColours(40) };
  const labels = images.labels.map((_, i) => i % 40);
  return { ...input, images: { ...images, labels }, data: { ...data, dataset } };
});

/** One digit on a map without a history. */
export const onePointPage = once(async () => {
  const input = await digitsPage();
  const images = firstImages(input.images, 1);
  const { positions } = gridPoints();
  const none = new Float32Array(0);
  return {
    ...input,
    images,
    maps: [
      { positions: positions.subarray(0, 2), distortion: Float32Array.of(0), uncertainty: none },
    ],
    errors: input.errors.subarray(0, 1),
    neighbours: { k: 0, indices: new Int32Array(0) },
    frames: null,
    search: null,
    parity: { images: [], latents: none, reconstructions: none },
    data: { ...input.data, placedFrom: 1 },
  };
});

/** The same network for red, green and blue images of another size, of noise. */
export const colourPage = once(async () => {
  const shape = { channels: 3, height: 16, width: 24 };
  const random = seededRandom(1, 'noise');
  const noise = (): number => Math.floor(256 * random());
  return page({
    shape,
    pixels: Uint8Array.from({ length: COUNT * 3 * 16 * 24 }, noise),
    labels: Int32Array.from({ length: COUNT }, (_, i) => i % 10),
  });
});

/** A small trained pair made by PyTorch, whose latent is a vector of 24. */
export const trainedPage = once(async () => {
  const model = (name: string) =>
    readFile(new URL(`../fixtures/pytorch-pair/${name}.onnx`, import.meta.url));
  const models = { encoder: await model('encoder'), decoder: await model('decoder') };
  return page(firstImages((await readNpmDigits()).train, COUNT), models);
});

/** What is made at the first call and is the same at all others: a page's input takes a second to make. */
function once(make: () => Promise<PageInput>): () => Promise<PageInput> {
  let made: Promise<PageInput> | null = null;
  return () => (made ??= make());
}

/** @param placed how many of the images were placed on the map of the others */
async function page(
  images: ImageSet,
  models = untrainedModels(images.shape),
  placed = PLACED,
): Promise<PageInput> {
  const mapped = COUNT - placed;
  const codec = await Codec.open(models, { encoder: 'encoder', decoder: 'decoder' }, CPU);
  const latents = await codec.encode(images);
  const reconstructions = await codec.decode(latents, images.shape);
  await codec.close();
  const [dimensions, pixels] = [latents.data.length / COUNT, images.pixels.length / COUNT];
  const references = latents.data.subarray(0, mapped * dimensions);
  const ofMapped = await nearestNeighbours(references, dimensions, NEAREST);
  const newLatents = latents.data.subarray(mapped * dimensions);
  const ofPlaced = nearestReferences(newLatents, references, dimensions, NEAREST);
  const parity = [0, 7, COUNT - 1];
  const { encoder, firstBlock } = await withFirstBlock(
    models.encoder,
    codec.encoder.tensors,
    images.shape,
  );
  return {
    images,
    sheets: null,
    maps: [gridPoints(placed)],
    errors: Float32Array.from(imageErrors(images, reconstructions)),
    neighbours: {
      k: NEAREST,
      indices: Int32Array.from([...ofMapped.indices, ...ofPlaced.indices]),
    },
    frames: growingFrames(mapped),
    search: await latentSearch(references, dimensions, ofMapped, seededRandom(4, 'search')),
    parity: {
      images: parity,
      latents: pickRows(latents.data, dimensions, parity),
      reconstructions: pickRows(reconstructions, pixels, parity),
    },
    encoder,
    decoder: models.decoder,
    data: {
      dataset: {
        title: 'Digits </script><b>& more',
        source: 'made for a test',
        classNames: Array.from({ length: 10 }, (_, k) => String(k)),
        classColours: Array.from({ length: 10 }, (_, k) => `hsl(${36 * k} 70% 45%)`),
        leftOut: null,
      },
      latentShape: latents.shape,
      encoder: { ...codec.encoder.tensors, firstBlock },
      decoder: codec.decoder.tensors,
      maps: [{ name: 'tsne', title: 't-SNE', settings: 'none: a grid' }],
      placedFrom: mapped,
      metrics: {
        spaces: [{ name: 'images', title: 'Images' }],
        measures: [
          {
            key: 'mse',
            title: 'Reconstruction error',
            unit: '1',
            range: [0, 1],
            better: 'lower',
            definition: `Of images of ${Object.values(images.shape).join(' × ')}.`,
            source: 'A test.',
            values: [{ space: 'images', value: 0.0012, interval: [0.0012, 0.0013] }],
            sample: null,
          },
        ],
      },
      history: {
        steps: [0.1, 0.05, 0.02, 0.01],
        epochs: [{ epoch: 1, trainLoss: 0.045, testLoss: 0.012, testMse: 0.012 }],
        last: { epoch: 1, trainLoss: 0.045, testLoss: 0.012, testMse: 0.012 },
        best: { epoch: 1, trainLoss: 0.045, testLoss: 0.012, testMse: 0.012 },
      },
      provenance: [['Seed', '42']],
    },
  };
}

/** The grid, growing from half its size as frames of t-SNE do. */
function growingFrames(mapped: number): PageInput['frames'] {
  const iterations = [50, 100, 150];
  const grid = gridMap().subarray(0, 2 * mapped);
  const positions = iterations.flatMap((_, f) =>
    Array.from(grid, (value) => (value * (f + 2)) / 4),
  );
  return { map: 0, iterations, positions: Float32Array.from(positions) };
}

/** @param gain by which the weights are larger than those that training starts with */
function untrainedModels({ channels, height, width }: ImageShape, gain = 1) {
  const network = convolutionalAutoencoder([channels, height, width]);
  const start = initialState(layoutOf(network), seededRandom(3, 'weights'));
  const weights = {
    ...start,
    averageParameters: start.averageParameters.map((weight) => gain * weight),
  };
  const graphs = inferenceGraphs(network, [channels, height, width], weights);
  const description = { documentation: '', producerVersion: '', facts: {} };
  return {
    encoder: encodeModel(graphs.encoder, description),
    decoder: encodeModel(graphs.decoder, description),
  };
}

/** The page with its data changed. */
export function withData(html: string, change: (data: PageData) => PageData): string {
  return html.replace(
    new RegExp(`(id="${PAGE_DATA}">)([^<]*)`),
    (_, tag: string, data: string) => tag + inlineJson(change(JSON.parse(data) as PageData)),
  );
}

/** The page with a script that runs before the worker's own. */
export function inWorker(html: string, script: string): string {
  return html.replace(
    new RegExp(`(id="${PAGE_BLOBS.worker}">)([^<]*)`),
    (_, tag: string, blob: string) => {
      const own = new TextDecoder().decode(inflate(blob, PAGE_BLOBS.worker));
      return tag + encodeBase85(gzipSync(`${script};\n${own}`));
    },
  );
}

/** A folder of its own for files to open; `remove` it afterwards. */
export async function pageFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'caelum-page-'));
  return {
    path: folder,
    /** Writes a page, or a picture, and gives its path. */
    async write(name: string, text: string, ending = 'html'): Promise<string> {
      const path = join(folder, `${name}.${ending}`);
      await writeFile(path, text);
      return path;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

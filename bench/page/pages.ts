/** Pages to be measured: real digits over and over on two made maps, so that any number of points is at hand. */
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { encodeModel } from '../../exporter/onnx.ts';
import { initialState, layoutOf } from '../../exporter/state.ts';
import { TENSORS } from '../../exporter/tensorNames.ts';
import { readNpmDigits } from '../../pipeline/datasets/npmDigits.ts';
import { classColours } from '../../pipeline/figures/palette.ts';
import { imageDimensions, imageSize, type ImageSet } from '../../pipeline/images.ts';
import { buildPage } from '../../pipeline/page/page.ts';
import type { CrowdPoints } from '../../pipeline/page/parts/crowd.ts';
import { seededRandom } from '../../pipeline/random.ts';

const CLASSES = 10;
/** Share of the images that are placed on the map: they are drawn as rings. */
const PLACED = 0.1;
const NEIGHBOURS = 10;
/** Share of the images without pictures whose class is drawn at random. */
const STRAYS = 0.1;

/**
 * The page as HTML, with so many further images without pictures on its first map. Its network is the reference as it starts, which takes as long as one that was trained.
 */
export async function makePage(points: number, crowd = 0): Promise<string> {
  const images = repeated((await readNpmDigits()).train, points);
  const placed = Math.round(PLACED * points);
  const map = (seed: number) => ({
    positions: clusters(images.labels, seed),
    distortion: new Float32Array(points),
    uncertainty: new Float32Array(placed),
  });
  const names = Array.from({ length: CLASSES }, (_, label) => String(label));
  return buildPage({
    images,
    sheets: null,
    maps: [map(1), map(2)],
    errors: new Float32Array(points),
    neighbours: {
      k: NEIGHBOURS,
      indices: followers(points, points - placed),
    },
    frames: null,
    search: null,
    crowd: crowd > 0 ? crowdOf(crowd) : null,
    parity: {
      images: [0],
      latents: new Float32Array(32 * 7 * 7),
      reconstructions: new Float32Array(imageSize(images.shape)),
    },
    ...models(images),
    data: {
      dataset: {
        title: 'MNIST',
        source: 'made for the bench',
        classNames: names,
        classColours: classColours(CLASSES),
        leftOut: null,
      },
      latentShape: [32, 7, 7],
      encoder: { input: TENSORS.image, output: TENSORS.latent, batch: null, firstBlock: null },
      decoder: { input: TENSORS.latent, output: TENSORS.reconstruction, batch: null },
      maps: ['First', 'Second'].map((title) => ({ name: title, title, settings: '' })),
      placedFrom: points - placed,
      metrics: { spaces: [], measures: [] },
      history: null,
      provenance: [],
    },
  });
}

/** The first images, from the beginning again where they are too few. */
function repeated({ shape, pixels, labels }: ImageSet, count: number): ImageSet {
  const size = imageSize(shape);
  const many = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) {
    const from = (i % labels.length) * size;
    many.set(pixels.subarray(from, from + size), i * size);
  }
  return {
    shape,
    pixels: many,
    labels: Int32Array.from({ length: count }, (_, i) => labels[i % labels.length]),
  };
}

/** A round cloud for each class, as far apart as on a t-SNE map. */
function clusters(labels: Int32Array, seed: number): Float32Array {
  const random = seededRandom(seed, 'clusters');
  // Nearly normal, and never far out.
  const normal = () => random() + random() + random() + random() - 2;
  const middles = Array.from({ length: CLASSES }, () => [80 * random() - 40, 80 * random() - 40]);
  return Float32Array.from(
    { length: 2 * labels.length },
    (_, n) => middles[labels[n >> 1]][n % 2] + 10 * normal(),
  );
}

/** In the clouds of the first map. */
function crowdOf(count: number): CrowdPoints {
  const random = seededRandom(1, 'crowd');
  const clouds = Int32Array.from({ length: count }, (_, i) => i % CLASSES);
  const labels = clouds.map((label) =>
    random() < STRAYS ? Math.floor(CLASSES * random()) : label,
  );
  return { title: 'Made points', positions: clusters(clouds, 1), labels };
}

function models({ shape }: ImageSet) {
  const network = convolutionalAutoencoder(imageDimensions(shape));
  const weights = initialState(layoutOf(network), seededRandom(0, 'initial weights'));
  const graphs = inferenceGraphs(network, imageDimensions(shape), weights);
  const description = { documentation: '', producerVersion: '', facts: {} };
  return {
    encoder: encodeModel(graphs.encoder, description),
    decoder: encodeModel(graphs.decoder, description),
  };
}

/** Of each image the next ones that are mapped: as many neighbours as real ones. */
function followers(points: number, mapped: number): Int32Array {
  return Int32Array.from(
    { length: NEIGHBOURS * points },
    (_, n) => (Math.floor(n / NEIGHBOURS) + 1 + (n % NEIGHBOURS)) % mapped,
  );
}

/** What a variant of the models loses. */
import type { Variant } from '../contract.ts';
import type { Codec } from '../engine/codec.ts';
import type { ImageSet } from '../images.ts';
import { imageErrors } from '../measures/reconstruction/imageMeasures.ts';
import { mean } from '../measures/statistics.ts';
import { nearestNeighbours, type Neighbours } from '../tsne/neighbours/neighbours.ts';

/** What a variant makes of the test images, as far as others are compared with it. */
export interface Reference {
  /** Images × numbers of a latent. */
  readonly latents: Float32Array;
  /** Null where no image has another beside it. */
  readonly neighbours: Neighbours | null;
}

export type Losses = Pick<Variant, 'testMse' | 'latentDifference' | 'neighbourAgreement'>;

/** Neighbours of an image that are compared. */
const NEIGHBOURS = 10;

/** @param reference of float32; null: these models are it */
export async function lossesOf(
  codec: Codec,
  images: ImageSet,
  reference: Reference | null,
): Promise<{ readonly losses: Losses; readonly own: Reference }> {
  const latents = await codec.encode(images);
  const reconstructions = await codec.decode(latents, images.shape);
  const own = { latents: latents.data, neighbours: await neighboursOf(latents.data, images) };
  const compared = reference ?? own;
  return {
    losses: {
      testMse: mean(imageErrors(images, reconstructions)),
      latentDifference: differences(own.latents, compared.latents),
      neighbourAgreement: agreement(own.neighbours, compared.neighbours),
    },
    own,
  };
}

async function neighboursOf(latents: Float32Array, { labels }: ImageSet) {
  const k = Math.min(NEIGHBOURS, labels.length - 1);
  return k < 1 ? null : nearestNeighbours(latents, latents.length / labels.length, k);
}

function differences(a: Float32Array, b: Float32Array): Variant['latentDifference'] {
  let [sum, largest] = [0, 0];
  a.forEach((number, i) => {
    const difference = Math.abs(number - b[i]);
    sum += difference;
    largest = Math.max(largest, difference);
  });
  return { mean: sum / a.length, largest };
}

/** Share of the neighbours of one that the other has too. */
function agreement(a: Neighbours | null, b: Neighbours | null): number | null {
  if (!a || !b) return null;
  const { count, k } = a;
  let common = 0;
  for (let from = 0; from < count * k; from += k) {
    const others = new Set(b.indices.subarray(from, from + k));
    for (const index of a.indices.subarray(from, from + k)) common += Number(others.has(index));
  }
  return common / (count * k);
}

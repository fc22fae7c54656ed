/** Figure: what each number of a latent does, by moving it alone and decoding. */
import type { Dataset, ImageShape } from '../images.ts';
import { drawPictureGrid } from './pictureGrid.ts';
import { drawSheet } from './style.ts';
import { formatNumber } from './text.ts';

/** Where the moved numbers are put: most of a standard normal lies between. */
const STOPS = Array.from({ length: 13 }, (_, k) => (k - 6) / 2);

/** Rows of the figure at most. */
const MOST_ROWS = 16;

/** Latents to decode for the figure, and the figure of what they give. */
export interface Traversal {
  /** Rows × stops × dimensions. */
  readonly latents: Float32Array;
  /** @param images what the decoder makes of them, C × H × W each in [0, 1] */
  readonly draw: (
    dataset: Pick<Dataset, 'title'>,
    shape: ImageShape,
    images: Float32Array,
  ) => string;
}

/**
 * A row for each number, those first whose means vary most over the images (the others say nothing of
 * them; Burda et al. 2016, section 2); of a latent of two numbers, the whole plane.
 *
 * @param means images × dimensions, of which the first image's is what the numbers are moved in
 */
export function latentTraversal(means: Float32Array, dimensions: number): Traversal {
  return dimensions === 2 ? plane() : rows(means, dimensions);
}

function rows(means: Float32Array, dimensions: number): Traversal {
  const variances = variancesOf(means, dimensions);
  const order = Array.from(variances.keys())
    .sort((a, b) => variances[b] - variances[a])
    .slice(0, MOST_ROWS);
  const start = means.subarray(0, dimensions);
  const latents = order.flatMap((moved) =>
    STOPS.flatMap((stop) => Array.from(start, (value, k) => (k === moved ? stop : value))),
  );
  return {
    latents: Float32Array.from(latents),
    draw: (dataset, shape, images) =>
      drawSheet({
        title: `${dataset.title}: one number of a latent at a time`,
        subtitle:
          'Each row moves one number of an image’s latent and decodes it; beside its index, the variance of that number over the images: near 1 where it tells them apart, near 0 where it says nothing of them.',
        description: order
          .map((k) => `number ${k}: variance ${formatNumber(variances[k])}`)
          .join('; '),
        draw: (top) =>
          drawPictureGrid(
            {
              shape,
              images,
              columns: STOPS.length,
              columnNames: STOPS.map((stop) => formatNumber(stop)),
              rowNames: order.map((k) => `${k} · ${formatNumber(variances[k])}`),
            },
            top,
          ),
      }),
  };
}

function plane(): Traversal {
  return {
    latents: Float32Array.from(STOPS.toReversed().flatMap((y) => STOPS.flatMap((x) => [x, y]))),
    draw: (dataset, shape, images) =>
      drawSheet({
        title: `${dataset.title}: the plane of latents`,
        subtitle: 'Every place of the plane decoded: the first number across, the second upwards.',
        description: `Decoded latents from ${STOPS[0]} to ${STOPS.at(-1)} both ways.`,
        draw: (top) =>
          drawPictureGrid(
            {
              shape,
              images,
              columns: STOPS.length,
              columnNames: STOPS.map((stop) => formatNumber(stop)),
              rowNames: STOPS.toReversed().map((stop) => formatNumber(stop)),
            },
            top,
          ),
      }),
  };
}

/** Of each number over the images. */
function variancesOf(means: Float32Array, dimensions: number): Float64Array {
  const count = means.length / dimensions;
  const centre = new Float64Array(dimensions);
  const variances = new Float64Array(dimensions);
  means.forEach((value, i) => (centre[i % dimensions] += value / count));
  means.forEach(
    (value, i) => (variances[i % dimensions] += (value - centre[i % dimensions]) ** 2 / count),
  );
  return variances;
}

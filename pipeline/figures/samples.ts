/** Figure: what a variational autoencoder's decoder makes of latents drawn from the standard normal. */
import type { Dataset, ImageShape } from '../images.ts';
import { drawPictureGrid } from './pictureGrid.ts';
import { drawSheet } from './style.ts';
import { formatCount } from './text.ts';

export interface SamplesInput {
  readonly dataset: Pick<Dataset, 'title'>;
  readonly shape: ImageShape;
  /** N × C × H × W in [0, 1]. */
  readonly images: Float32Array;
  /** Dimensions of the latent. */
  readonly dimensions: number;
}

/** Rows and columns of the figure. */
export const SAMPLE_GRID = { rows: 8, columns: 14 } as const;

export function samplesFigure({ dataset, shape, images, dimensions }: SamplesInput): string {
  const count = SAMPLE_GRID.rows * SAMPLE_GRID.columns;
  return drawSheet({
    title: `${dataset.title} as the decoder imagines it`,
    subtitle: `${formatCount(count)} latents of ${formatCount(dimensions)} numbers from the standard normal distribution, decoded; none is an image of the data.`,
    description: `${formatCount(count)} decoded draws.`,
    draw: (top) => drawPictureGrid({ shape, images, columns: SAMPLE_GRID.columns }, top),
  });
}

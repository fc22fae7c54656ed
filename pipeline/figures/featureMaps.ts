/** Figure: what the encoder makes of one image, every map of its latent, on one colour scale. */
import { latentMaps, type LatentMaps } from '../contract.ts';
import { imageSize, type Dataset, type ImageSet } from '../images.ts';
import {
  COLOUR_BAR_HEIGHT,
  drawColourBar,
  valuePicture,
  valueRange,
  type ValueRange,
} from './colourScale.ts';
import { expectValues, latentSize, splitMaps } from './latentPictures.ts';
import { drawPicture, imagePicture, pictureScale, type Picture } from './picture.ts';
import {
  COLOURS,
  drawSheet,
  fittedLabel,
  label,
  LINE,
  MARGIN,
  TYPE,
  WIDTH,
  type Drawing,
} from './style.ts';
import type { Markup } from './svg.ts';
import { formatCount } from './text.ts';

export interface FeatureMapsInput {
  readonly dataset: Pick<Dataset, 'title' | 'classNames'>;
  readonly images: ImageSet;
  /** Which of the images. */
  readonly index: number;
  /** Latent of one image, such as [32, 7, 7] or [16]. */
  readonly latentShape: readonly number[];
  /** Latent of the image, unbounded; NaN and infinite values are drawn grey. */
  readonly latent: Float32Array;
}

/** Side of the original, in px. */
const ORIGINAL = 224;

/** Left edge of the grid, and its width, in px. */
const GRID_X = MARGIN + ORIGINAL + 48;
const GRID_WIDTH = WIDTH - MARGIN - GRID_X;

/** More would be too small to be seen; the subtitle then says that they are not all. */
const MOST_MAPS = 256;

/** @throws RangeError if the latent is not of its shape */
export function featureMapsFigure(input: FeatureMapsInput): string {
  const { dataset, images, index, latentShape, latent } = input;
  expectValues('latent', latent, 1, latentSize(latentShape));
  const layout = latentMaps(latentShape);
  const range = valueRange(latent);
  const className = dataset.classNames[images.labels[index]];
  const size = imageSize(images.shape);
  const original = imagePicture(
    images.pixels.subarray(index * size, (index + 1) * size),
    images.shape,
  );
  return drawSheet({
    title: `${describeMaps(layout)} of one ${dataset.title} image`,
    subtitle: describeScale(layout, latent),
    description: `An image of class ${className}, and beside it what the encoder makes of it.`,
    draw: (top) => {
      const left = drawOriginal(original, className, range, top);
      const maps = splitMaps(latent, latentShape).slice(0, MOST_MAPS);
      const grid = drawGrid(maps, layout, range, top);
      return {
        content: [...left.content, ...grid.content],
        bottom: Math.max(left.bottom, grid.bottom),
      };
    },
  });
}

/** The image with its class, and below it the colour scale of its maps. */
function drawOriginal(
  original: Picture,
  className: string,
  range: ValueRange,
  top: number,
): Drawing {
  const scale = pictureScale(original, ORIGINAL);
  const below = top + original.height * scale;
  const name = { x: MARGIN, y: below + LINE + 2, width: ORIGINAL };
  return {
    content: [
      drawPicture(original, MARGIN, top, scale),
      fittedLabel(`Original, class ${className}`, name),
      label('Latent value', MARGIN, below + 64),
      drawColourBar(range, MARGIN, below + 74, ORIGINAL),
    ],
    bottom: below + 74 + COLOUR_BAR_HEIGHT,
  };
}

function describeMaps({ count }: LatentMaps): string {
  return count === 1 ? 'The latent' : `The ${formatCount(count)} feature maps`;
}

function describeScale({ count, height, width }: LatentMaps, latent: Float32Array): string {
  const missing = latent.filter((value) => !Number.isFinite(value)).length;
  const each = `${height} × ${width} values each, channel number below`;
  return [
    ...(count > MOST_MAPS ? [`First ${MOST_MAPS}`] : []),
    count === 1 ? `${formatCount(latent.length)} values, row by row` : each,
    ...(count === 1 ? [] : ['one colour scale for all']),
    ...(missing > 0 ? [`grey: not finite (${formatCount(missing)})`] : []),
  ].join(' · ');
}

function drawGrid(
  maps: readonly Float32Array[],
  layout: LatentMaps,
  range: ValueRange,
  top: number,
): Drawing {
  const columns = gridColumns(maps.length);
  const gap = columns > 12 ? 4 : 8;
  const cell = Math.min(340, (GRID_WIDTH + gap) / columns - gap);
  const scale = pictureScale(layout, cell);
  const [width, height] = [layout.width * scale, layout.height * scale];
  // From edge to edge, at whole pixels of the PNG.
  const pitch = columns > 1 ? Math.floor(((GRID_WIDTH - width) / (columns - 1)) * 2) / 2 : 0;
  const numbered = maps.length > 1 && cell >= 24;
  const rowPitch = height + (numbered ? 24 : gap);
  const content = maps.flatMap((map, k) => {
    const x = GRID_X + (k % columns) * pitch;
    const y = top + Math.floor(k / columns) * rowPitch;
    const picture = drawPicture(valuePicture(map, layout, range), x, y, scale);
    return numbered ? [picture, drawNumber(k, x + width / 2, y + height + 14)] : [picture];
  });
  const rows = Math.ceil(maps.length / columns);
  return { content, bottom: top + rows * rowPitch - (numbered ? 6 : gap) };
}

function drawNumber(channel: number, x: number, y: number): Markup {
  const style = { 'font-size': TYPE.small, fill: COLOURS.muted, 'text-anchor': 'middle' };
  return label(String(channel), x, y, style);
}

/** About twice as wide as high, without an unfinished row where the count allows: 32 → 8. */
export function gridColumns(count: number): number {
  const ideal = Math.sqrt(2 * count);
  let best = 0;
  for (let columns = Math.ceil(ideal / 2); columns <= 2 * ideal && columns <= count; columns++) {
    const nearer = Math.abs(columns - ideal) < Math.abs(best - ideal);
    if (count % columns === 0 && (best === 0 || nearer)) best = columns;
  }
  return best === 0 ? Math.ceil(ideal) : best;
}

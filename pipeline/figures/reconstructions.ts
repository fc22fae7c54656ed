/** Figure: one image of each class, its latent averaged over the channels, and its reconstruction. */
import { latentMaps } from '../contract.ts';
import { imageSize, toFloats, type Dataset, type ImageSet } from '../images.ts';
import { drawColourBar, valuePicture, valueRange, type ValueRange } from './colourScale.ts';
import { expectValues, latentSize, meanMap } from './latentPictures.ts';
import {
  drawPicture,
  imagePicture,
  pictureScale,
  reconstructionPicture,
  type Picture,
} from './picture.ts';
import { CONTENT_WIDTH, drawSheet, fittedLabel, label, MARGIN, type Drawing } from './style.ts';
import type { Markup } from './svg.ts';
import { formatMeasured, formatNumber } from './text.ts';

export interface ReconstructionsInput {
  readonly dataset: Pick<Dataset, 'title' | 'classNames'>;
  readonly images: ImageSet;
  /** Which of the images, one a column; see {@link firstOfEachClass}. */
  readonly indices: ArrayLike<number>;
  /** Latent of one image, such as [32, 7, 7] or [16]. */
  readonly latentShape: readonly number[];
  /** Latents of those images, in order; unbounded. */
  readonly latents: Float32Array;
  /** Reconstructions of those images, in order, N × C × H × W in [0, 1]. */
  readonly reconstructions: Float32Array;
}

/** Columns that fit next to each other. */
const MOST_COLUMNS = 10;

/** Space between rows, in px. */
const ROW_GAP = 14;

/** Width of the row labels, and the largest side of a picture, in px. */
const LABELS = 118;
const LARGEST_CELL = 140;

/** The first image of each class that has any, at most the ten that fit into the figure. */
export function firstOfEachClass(labels: Int32Array, classCount: number): number[] {
  return Array.from({ length: classCount }, (_, label) => labels.indexOf(label))
    .filter((index) => index >= 0)
    .slice(0, MOST_COLUMNS);
}

/** @throws RangeError if the values do not fit the shapes, or there are no or too many images */
export function reconstructionsFigure(input: ReconstructionsInput): string {
  const { dataset, latentShape } = input;
  const columns = readColumns(input);
  return drawSheet({
    title: `${dataset.title} images and their reconstructions`,
    subtitle: describeColumns(columns.length, dataset.classNames.length),
    description: columns
      .map(({ className, mse }) => `${className}: mean squared error ${formatNumber(mse)}`)
      .join('; '),
    draw: (top) => drawTable(columns, latentShape, top),
  });
}

interface Column {
  readonly className: string;
  readonly original: Picture;
  readonly mean: Float32Array;
  readonly reconstruction: Picture;
  readonly mse: number;
}

function readColumns(input: ReconstructionsInput): Column[] {
  const { dataset, images, indices, latentShape, latents, reconstructions } = input;
  const [size, latent, count] = [imageSize(images.shape), latentSize(latentShape), indices.length];
  if (count < 1 || count > MOST_COLUMNS) {
    throw new RangeError(`the figure shows 1 to ${MOST_COLUMNS} images; got ${count}`);
  }
  expectValues('latents', latents, count, latent);
  expectValues('reconstructions', reconstructions, count, size);
  const originals = toFloats(images, indices);
  return Array.from({ length: count }, (_, k) => {
    const [start, end] = [indices[k] * size, (indices[k] + 1) * size];
    const made = reconstructions.subarray(k * size, (k + 1) * size);
    return {
      className: dataset.classNames[images.labels[indices[k]]],
      original: imagePicture(images.pixels.subarray(start, end), images.shape),
      mean: meanMap(latents.subarray(k * latent, (k + 1) * latent), latentShape),
      reconstruction: reconstructionPicture(made, images.shape),
      mse: meanSquaredError(originals.subarray(k * size, (k + 1) * size), made),
    };
  });
}

/** Mean of (a − b)² over all values. */
function meanSquaredError(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] - b[k]) ** 2;
  return sum / a.length;
}

function describeColumns(count: number, classCount: number): string {
  const which =
    count < classCount
      ? `One image of ${count} of the ${classCount} classes`
      : 'One image of each class';
  return `${which} · mean squared error over pixels in [0, 1]`;
}

const CENTRED = { 'text-anchor': 'middle' } as const;

function drawTable(
  columns: readonly Column[],
  latentShape: readonly number[],
  top: number,
): Drawing {
  const layout = latentMaps(latentShape);
  const range = valueRange(Float32Array.from(columns.flatMap(({ mean }) => Array.from(mean))));
  const pitch = Math.min(LARGEST_CELL + 20, (CONTENT_WIDTH - LABELS) / columns.length);
  const pictures = columns.map(({ original, mean, reconstruction }) => [
    original,
    valuePicture(mean, layout, range),
    reconstruction,
  ]);
  const rows = placeRows(pictures[0], pitch - 6, top + 22);
  const drawn = columns.flatMap(({ className, mse }, k) => {
    const centre = MARGIN + LABELS + (k + 0.5) * pitch;
    return [
      fittedLabel(className, { x: centre, y: top + 10, width: pitch - 2 }, CENTRED),
      ...drawColumn(pictures[k], rows.places, centre),
      label(formatMeasured(mse), centre, rows.bottom + 22, CENTRED),
    ];
  });
  return {
    content: [...drawn, ...drawRowLabels(rows, latentShape, range)],
    bottom: rows.bottom + 26,
  };
}

/** Top, height and scale of a row of pictures, in px. */
interface Row {
  readonly y: number;
  readonly height: number;
  readonly scale: number;
}

/** Rows below each other; the maps are as near to the size of the images as their pixels allow. */
function placeRows(pictures: readonly Picture[], cell: number, top: number) {
  const [image] = pictures;
  const largest = Math.max(image.width, image.height);
  const side = pictureScale(image, Math.min(cell, LARGEST_CELL)) * largest;
  const places: Row[] = [];
  let y = top;
  for (const picture of pictures) {
    const scale = pictureScale(picture, side);
    const height = picture.height * scale;
    places.push({ y, height, scale });
    y += height + ROW_GAP;
  }
  return { places, bottom: y - ROW_GAP };
}

function drawColumn(
  pictures: readonly Picture[],
  places: readonly Row[],
  centre: number,
): Markup[] {
  return pictures.map((picture, row) => {
    const { y, scale } = places[row];
    // At whole pixels of the PNG, so that nothing is smeared.
    const x = Math.round(centre * 2 - picture.width * scale) / 2;
    return drawPicture(picture, x, y, scale);
  });
}

function drawRowLabels(
  { places, bottom }: { places: readonly Row[]; bottom: number },
  latentShape: readonly number[],
  range: ValueRange,
): Markup[] {
  const [original, latent, reconstruction] = places.map(({ y, height }) => y + height / 2);
  const { count } = latentMaps(latentShape);
  return [
    label('Original', MARGIN, original + 5),
    label(count === 1 ? 'Latent,' : 'Latent, mean', MARGIN, latent - 18),
    label(
      count === 1 ? `${latentSize(latentShape)} values` : `of ${count} maps`,
      MARGIN,
      latent - 1,
    ),
    drawColourBar(range, MARGIN, latent + 8, LABELS - 30),
    label('Reconstruction', MARGIN, reconstruction + 5),
    label('Mean sq. error', MARGIN, bottom + 22),
  ];
}

/** Figure: the test images that are reconstructed worst, each with its reconstruction and where they differ. */
import { imageSize, toFloats, type Dataset, type ImageSet, type ImageShape } from '../images.ts';
import { drawColourBar, valuePicture, valueRange, type ValueRange } from './colourScale.ts';
import { expectValues } from './latentPictures.ts';
import { leftOutSentences } from './leftOut.ts';
import {
  drawPicture,
  imagePicture,
  pictureScale,
  reconstructionPicture,
  type Picture,
} from './picture.ts';
import {
  COLOURS,
  CONTENT_WIDTH,
  drawSheet,
  fittedLabel,
  label,
  MARGIN,
  TYPE,
  type Drawing,
} from './style.ts';
import type { Markup } from './svg.ts';
import { formatCount, formatMeasured, formatNumber, textWidth } from './text.ts';

export interface WorstInput {
  readonly dataset: Pick<Dataset, 'title' | 'classNames' | 'leftOut'>;
  /** The worst images, the worst first. */
  readonly images: ImageSet;
  /** N × C × H × W in [0, 1]. */
  readonly reconstructions: Float32Array;
  /** Mean squared error of each. */
  readonly errors: ArrayLike<number>;
  /** Number of images that they were found among. */
  readonly among: number;
}

/** Images that the figure shows at most. */
export const MOST_WORST = 16;

/** Groups of three pictures next to each other, and the space around them, in px. */
const COLUMNS = 4;
const GROUP_GAP = 28;
const PICTURE_GAP = 4;
const ROW_GAP = 18;

/** Room for an error beside the name of a class, in px. */
const ERROR_WIDTH = 60;

/** @throws RangeError if the values do not fit the shapes, or there are no or too many images */
export function worstFigure(input: WorstInput): string {
  const { dataset, images, among } = input;
  const entries = readEntries(input);
  const errors = Float32Array.from(entries.flatMap(({ error }) => Array.from(error)));
  const range = [0, valueRange(errors)[1]] as const;
  return drawSheet({
    title: `${dataset.title}: the test images that are reconstructed worst`,
    subtitle: [
      'Image, reconstruction, absolute difference; class and mean squared error.',
      `The worst ${formatCount(entries.length)} of ${formatCount(among)} test images.`,
      ...leftOutSentences(dataset),
    ].join(' '),
    description: entries
      .map(({ className, mse }) => `${className}: mean squared error ${formatNumber(mse)}`)
      .join('; '),
    draw: (top) => drawEntries(entries, images.shape, range, top),
  });
}

interface Entry {
  readonly className: string;
  readonly original: Picture;
  readonly reconstruction: Picture;
  /** H × W: absolute difference, the mean over the channels. */
  readonly error: Float32Array;
  readonly mse: number;
}

function readEntries({ dataset, images, reconstructions, errors }: WorstInput): Entry[] {
  const { shape, labels } = images;
  const size = imageSize(shape);
  const count = labels.length;
  if (count < 1 || count > MOST_WORST) {
    throw new RangeError(`the figure shows 1 to ${MOST_WORST} images; got ${count}`);
  }
  expectValues('reconstructions', reconstructions, count, size);
  const originals = toFloats(images, Uint32Array.from(labels.keys()));
  return Array.from({ length: count }, (_, n) => {
    const [from, end] = [n * size, (n + 1) * size];
    const made = reconstructions.subarray(from, end);
    return {
      className: dataset.classNames[labels[n]],
      original: imagePicture(images.pixels.subarray(from, end), shape),
      reconstruction: reconstructionPicture(made, shape),
      error: meanDifference(originals.subarray(from, end), made, shape),
      mse: errors[n],
    };
  });
}

function meanDifference(a: Float32Array, b: Float32Array, shape: ImageShape): Float32Array {
  const area = shape.height * shape.width;
  const difference = new Float32Array(area);
  for (let at = 0; at < a.length; at++) {
    difference[at % area] += Math.abs(a[at] - b[at]) / shape.channels;
  }
  return difference;
}

function drawEntries(
  entries: readonly Entry[],
  shape: ImageShape,
  range: ValueRange,
  top: number,
): Drawing {
  const group = (CONTENT_WIDTH - (COLUMNS - 1) * GROUP_GAP) / COLUMNS;
  const scale = pictureScale(shape, (group - 2 * PICTURE_GAP) / 3);
  const [width, height] = [shape.width * scale, shape.height * scale];
  const pitch = height + 18 + ROW_GAP;
  const content = entries.flatMap((entry, n): Markup[] => {
    const x = MARGIN + (n % COLUMNS) * (group + GROUP_GAP);
    const y = top + Math.floor(n / COLUMNS) * pitch;
    const pictures = [
      entry.original,
      entry.reconstruction,
      valuePicture(entry.error, shape, range),
    ];
    // Below small pictures a name may reach beyond them.
    const named = textWidth(entry.className, TYPE.label) + ERROR_WIDTH;
    const right = x + Math.min(group, Math.max(3 * width + 2 * PICTURE_GAP, named));
    const text = { x, y: y + height + 16, width: right - x - ERROR_WIDTH };
    return [
      // At whole pixels of the PNG, so that nothing is smeared.
      ...pictures.map((picture, k) =>
        drawPicture(picture, Math.round(2 * (x + k * (width + PICTURE_GAP))) / 2, y, scale),
      ),
      fittedLabel(entry.className, text),
      label(formatMeasured(entry.mse), right, y + height + 16, {
        'text-anchor': 'end',
        fill: COLOURS.muted,
      }),
    ];
  });
  const bottom = top + Math.ceil(entries.length / COLUMNS) * pitch;
  const bar = [
    label('Absolute difference', MARGIN, bottom + 13, { 'font-size': TYPE.small }),
    drawColourBar(range, MARGIN + 130, bottom + 4, 160),
  ];
  return { content: [...content, ...bar], bottom: bottom + 30 };
}

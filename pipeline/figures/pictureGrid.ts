/** Pictures of one size in rows and columns. */
import type { ImageShape } from '../images.ts';
import { drawPicture, pictureScale, reconstructionPicture } from './picture.ts';
import { COLOURS, CONTENT_WIDTH, label, MARGIN, TYPE, type Drawing } from './style.ts';
import type { Markup } from './svg.ts';

export interface PictureGrid {
  readonly shape: ImageShape;
  /** Row by row, each C × H × W in [0, 1]. */
  readonly images: Float32Array;
  readonly columns: number;
  /** Above the columns; left out: nothing. */
  readonly columnNames?: readonly string[];
  /** Left of the rows; left out: nothing. */
  readonly rowNames?: readonly string[];
}

/** Between two pictures, and the room for names, in px. */
const GAP = 3;
const ROW_NAMES = 74;
const COLUMN_NAMES = 22;

export function drawPictureGrid(grid: PictureGrid, top: number): Drawing {
  const { shape, images, columns, columnNames, rowNames } = grid;
  const size = shape.channels * shape.height * shape.width;
  const left = MARGIN + (rowNames ? ROW_NAMES : 0);
  const side = (CONTENT_WIDTH - (left - MARGIN) + GAP) / columns - GAP;
  const scale = pictureScale(shape, side);
  const [across, down] = [shape.width * scale + GAP, shape.height * scale + GAP];
  const first = top + (columnNames ? COLUMN_NAMES : 0);
  const count = images.length / size;
  const small = { 'font-size': TYPE.small, fill: COLOURS.muted } as const;
  const content: Markup[] = [
    ...(columnNames ?? []).map((name, k) =>
      label(name, left + k * across + (across - GAP) / 2, top + 12, {
        ...small,
        'text-anchor': 'middle',
      }),
    ),
    ...(rowNames ?? []).map((name, k) =>
      label(name, MARGIN, first + k * down + (down - GAP) / 2 + 4, small),
    ),
    ...Array.from({ length: count }, (_, n) => {
      const picture = reconstructionPicture(images.subarray(n * size, (n + 1) * size), shape);
      const x = left + (n % columns) * across;
      return drawPicture(picture, x, first + Math.floor(n / columns) * down, scale);
    }),
  ];
  return { content, bottom: first + Math.ceil(count / columns) * down - GAP + 24 };
}

/** Images as small pictures for the map: made when first asked for, in whole pixels so that they are crisp. */
import { colourOf, type Colour } from './raster.ts';

/** Images × channels × height × width, 0 to 255. */
export interface Pictures {
  readonly pixels: Uint8Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** A picture in cells of one colour each, row by row. */
export interface Tile {
  readonly columns: number;
  readonly rows: number;
  readonly cells: Uint32Array;
}

/** How a picture is drawn. */
export interface TileSize {
  /** Pixels of an image, on each axis, that one cell is the mean of. */
  readonly step: number;
  /** Device pixels on a side of a cell. */
  readonly cell: number;
  /** Of the whole picture, device pixels. */
  readonly width: number;
  readonly height: number;
}

/** Longer side that a picture has at most, CSS pixels. */
const SIDE = 32;

/** More tiles than any screen shows at once; they are all forgotten when there would be more. */
const MOST_TILES = 8192;

/** @param ratio device pixels for one CSS pixel */
export function tileSize({ width, height }: Pictures, ratio: number): TileSize {
  const most = SIDE * ratio;
  const longer = Math.max(width, height);
  const step = Math.ceil(longer / most);
  const cell = Math.max(1, Math.floor((most * step) / longer));
  return {
    step,
    cell,
    width: Math.ceil(width / step) * cell,
    height: Math.ceil(height / step) * cell,
  };
}

/** Gives the tile of an image. */
export function tilesOf(pictures: Pictures, step: number): (index: number) => Tile {
  const tiles = new Map<number, Tile>();
  return (index) => {
    const known = tiles.get(index);
    if (known) return known;
    if (tiles.size === MOST_TILES) tiles.clear();
    const tile = makeTile(pictures, step, index);
    tiles.set(index, tile);
    return tile;
  };
}

function makeTile(pictures: Pictures, step: number, index: number): Tile {
  const columns = Math.ceil(pictures.width / step);
  const rows = Math.ceil(pictures.height / step);
  const cells = Uint32Array.from({ length: columns * rows }, (_, cell) =>
    cellColour(pictures, index, (cell % columns) * step, Math.floor(cell / columns) * step, step),
  );
  return { columns, rows, cells };
}

/** Three channels are red, green and blue; of any other number the mean is shown in grey. */
function cellColour(
  { pixels, channels, height, width }: Pictures,
  index: number,
  x: number,
  y: number,
  step: number,
): Colour {
  const means = Array.from({ length: channels }, (_, channel) => {
    const plane = (index * channels + channel) * height * width;
    let [sum, count] = [0, 0];
    for (let row = y; row < Math.min(height, y + step); row++) {
      for (let column = x; column < Math.min(width, x + step); column++) {
        sum += pixels[plane + row * width + column];
        count++;
      }
    }
    return sum / count;
  });
  if (channels === 3) return colourOf(means[0], means[1], means[2]);
  const grey = means.reduce((sum, value) => sum + value, 0) / channels;
  return colourOf(grey, grey, grey);
}

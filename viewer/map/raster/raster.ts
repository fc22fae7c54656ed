/**
 * Pixels of one's own, into which all points are drawn anew in every frame. Copying ten thousand shapes
 * this way is many times faster than asking a canvas for each, is so without a graphics card too, and does
 * not mind when every point has moved.
 */
import { PLACES, type Stamp } from './stamps.ts';
import type { Tile } from './tiles.ts';

/** Colour of a pixel as a canvas keeps it: red in the lowest byte, then green, blue and opacity. */
export type Colour = number;

/** Two of a pixel's four bytes, so that both are mixed by one multiplication. */
const RED_AND_BLUE = 0x00ff00ff;
const GREEN = 0x0000ff00;
const OPAQUE = 0xff000000;

export class Raster {
  /** Whole width, margins included. */
  readonly width: number;
  /** Row by row, margins included. */
  readonly pixels: Uint32Array;
  /** Whole height, margins included. */
  readonly height: number;

  /**
   * @param seenWidth of the canvas, in its own pixels
   * @param margin pixels around what is seen: what is stamped there needs no cutting
   */
  constructor(
    readonly seenWidth: number,
    readonly seenHeight: number,
    readonly margin: number,
  ) {
    this.width = seenWidth + 2 * margin;
    this.height = seenHeight + 2 * margin;
    this.pixels = new Uint32Array(this.width * this.height);
  }

  /** The pixels as a canvas takes them, margins included; the same memory. */
  image(): ImageData {
    const bytes = new Uint8ClampedArray(this.pixels.buffer as ArrayBuffer);
    return new ImageData(bytes, this.width, this.height);
  }

  /** Whether a place, in pixels of what is seen, is within the margin. */
  reaches(x: number, y: number): boolean {
    const { margin, seenWidth, seenHeight } = this;
    return x >= -margin && y >= -margin && x < seenWidth + margin && y < seenHeight + margin;
  }

  /** Makes all pixels transparent, and what is drawn mix with `paper`. */
  clear(paper: Colour): void {
    this.pixels.fill((paper & ~OPAQUE) >>> 0);
  }

  /**
   * Stamps a shape with its middle at (x, y), in pixels of what is seen. A shape that would leave the
   * margin is left out: none of it can be seen if the margin is as wide as its side.
   */
  stamp({ side, masks }: Stamp, x: number, y: number, colour: Colour): void {
    const left = x + this.margin - side / 2 + 0.5;
    const top = y + this.margin - side / 2 + 0.5;
    const column = Math.floor(left);
    const row = Math.floor(top);
    if (column < 0 || row < 0 || column + side > this.width || row + side > this.height) return;
    const place = Math.floor((top - row) * PLACES) * PLACES + Math.floor((left - column) * PLACES);
    const { pixels: where, cover } = masks[place];
    const start = row * this.width + column;
    for (let i = 0; i < where.length; i++) {
      const at = start + where[i];
      this.pixels[at] = mix(this.pixels[at], colour, cover[i]);
    }
  }

  /** Fills a rectangle, of whole pixels of what is seen, as far as it is on the raster. */
  fill(x: number, y: number, width: number, height: number, colour: Colour, opacity: number): void {
    const cover = Math.round(256 * opacity);
    const { left, right, top, bottom } = this.cut(x, y, width, height);
    for (let row = top; row < bottom; row++) {
      for (let at = row * this.width + left; at < row * this.width + right; at++) {
        this.pixels[at] = mix(this.pixels[at], colour, cover);
      }
    }
  }

  /** Draws a picture with its top left at (x, y), whole pixels of what is seen, `cell` pixels for each cell. */
  lay({ columns, rows, cells }: Tile, x: number, y: number, cell: number, opacity: number): void {
    const cover = Math.round(256 * opacity);
    const { left, right, top, bottom } = this.cut(x, y, columns * cell, rows * cell);
    for (let row = top; row < bottom; row++) {
      const from = Math.floor((row - y - this.margin) / cell) * columns;
      for (let column = left; column < right; column++) {
        const at = row * this.width + column;
        const colour = cells[from + Math.floor((column - x - this.margin) / cell)];
        this.pixels[at] = mix(this.pixels[at], colour, cover);
      }
    }
  }

  /** The part of a rectangle that is on the raster, from its top left corner. */
  private cut(x: number, y: number, width: number, height: number) {
    return {
      left: Math.max(0, x + this.margin),
      right: Math.min(this.width, x + this.margin + width),
      top: Math.max(0, y + this.margin),
      bottom: Math.min(this.height, y + this.margin + height),
    };
  }
}

/** @param cover how much of `over` is seen, 0 to 256; the result is opaque */
export function mix(under: Colour, over: Colour, cover: number): Colour {
  const rest = 256 - cover;
  const redAndBlue =
    (Math.imul(under & RED_AND_BLUE, rest) + Math.imul(over & RED_AND_BLUE, cover)) >>> 8;
  const green = (Math.imul(under & GREEN, rest) + Math.imul(over & GREEN, cover)) >>> 8;
  return (OPAQUE | (redAndBlue & RED_AND_BLUE) | (green & GREEN)) >>> 0;
}

/** Each of them 0 to 255. */
export function colourOf(red: number, green: number, blue: number): Colour {
  return (OPAQUE | (blue << 16) | (green << 8) | red) >>> 0;
}

/** The shapes of points, antialiased once and then only copied: discs, and rings for placed images. */

/** A shape ready to be stamped onto a raster, its middle at any of several places within a pixel. */
export interface Stamp {
  /** Pixels on a side of the square that holds the shape, wherever its middle lies. */
  readonly side: number;
  /** One for each place of the middle, {@link PLACES} × {@link PLACES}, row by row. */
  readonly masks: readonly Mask[];
}

/** The pixels that a shape covers; both lists are equally long. */
export interface Mask {
  /** Where each pixel lies from the square's top left, in pixels of a raster of one width. */
  readonly pixels: Int32Array;
  /** How much of each pixel is covered, 1 to 256 for all. */
  readonly cover: Uint16Array;
}

/** Places within a pixel, on each axis: a quarter of a pixel is as far as anything is off. */
export const PLACES = 4;

/**
 * @param radius in pixels
 * @param opacity 0 to 1
 * @param width of the raster, in pixels
 */
export function disc(radius: number, opacity: number, width: number): Stamp {
  return stamp(radius, width, (distance) => opacity * within(radius, distance));
}

/** @param line how wide the ring's line is; `radius` goes to its outer edge; all in pixels */
export function ring(radius: number, line: number, width: number): Stamp {
  const inner = radius - line;
  return stamp(
    radius,
    width,
    (distance) => within(radius, distance) - Math.max(0, within(inner, distance)),
  );
}

/** Share of a pixel that lies within a circle, by the distance of the two middles. */
function within(radius: number, distance: number): number {
  return Math.min(1, Math.max(0, radius + 0.5 - distance));
}

function stamp(radius: number, width: number, coverAt: (distance: number) => number): Stamp {
  const side = 2 * Math.ceil(radius) + 2;
  const masks: Mask[] = [];
  for (let place = 0; place < PLACES * PLACES; place++) {
    const pixels: number[] = [];
    const cover: number[] = [];
    const middleX = side / 2 - 0.5 + ((place % PLACES) + 0.5) / PLACES;
    const middleY = side / 2 - 0.5 + (Math.floor(place / PLACES) + 0.5) / PLACES;
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const share = coverAt(Math.hypot(x + 0.5 - middleX, y + 0.5 - middleY));
        const level = Math.round(256 * share);
        if (level === 0) continue;
        pixels.push(y * width + x);
        cover.push(level);
      }
    }
    masks.push({ pixels: Int32Array.from(pixels), cover: Uint16Array.from(cover) });
  }
  return { side, masks };
}

/** Which images have room to be shown as pictures, and from which zoom on. */

/** Room is looked for at zooms that each are so many times the one before. */
const STEP = 1.25;

/** The whole map is always drawn in points, which show its shape. */
export const FIRST_ZOOM = 1.5;

/** Pictures are shown where at least so large a share of the points has room for one. */
const ENOUGH = 0.1;

/** Share by which the map grows while a picture fades in. */
const FADE = 0.12;

/** Width and height that a picture takes, CSS pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/**
 * The zoom from which on each image has room for its picture, off all others that are shown there. An image
 * that has room at one zoom has it at every larger one, and wherever the map is moved: so pictures come as
 * one zooms in, and never jump. At each zoom the images that are not yet there are tried in their order.
 *
 * @param positions points × 2, CSS pixels at zoom 1
 * @param shown tells which points count
 * @param largest zoom that there is
 * @returns one an image; infinite where there is never room
 */
export function pictureZooms(
  positions: Float32Array,
  room: Room,
  shown: (index: number) => boolean,
  largest: number,
): Float32Array {
  const zooms = new Float32Array(positions.length / 2).fill(Infinity);
  let left = Array.from(zooms.keys()).filter(shown);
  const enough = ENOUGH * left.length;
  const box = boxOf(positions);
  const placed: number[] = [];
  for (let zoom = firstZoom(box, room, enough); zoom <= largest; zoom *= STEP) {
    const taken = occupancy(positions, box, room.width / zoom, room.height / zoom);
    placed.forEach(taken.take);
    left = left.filter((i) => {
      if (!taken.isFree(i)) return true;
      taken.take(i);
      placed.push(i);
      zooms[i] = zoom;
      return false;
    });
    // Too few to be worth the dots that they cover: all wait for a larger zoom.
    if (placed.length < enough) for (const i of placed) zooms[i] = zoom * STEP;
    if (left.length === 0) break;
  }
  return zooms;
}

/** How much of a picture is seen at a zoom, 0 to 1. @param appears zoom from which on it has room */
export function pictureOpacity(appears: number, zoom: number): number {
  return Math.min(1, Math.max(0, (zoom / appears - 1) / FADE));
}

/** The rectangle that holds all points. */
interface Box extends Room {
  readonly left: number;
  readonly top: number;
}

function boxOf(positions: Float32Array): Box {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 2) {
    left = Math.min(left, positions[i]);
    right = Math.max(right, positions[i]);
    top = Math.min(top, positions[i + 1]);
    bottom = Math.max(bottom, positions[i + 1]);
  }
  return { left, top, width: right - left, height: bottom - top };
}

/** Below this zoom, so many pictures could not be laid side by side on the whole map. */
function firstZoom(box: Box, room: Room, count: number): number {
  const columns = (zoom: number) => Math.floor((box.width * zoom) / room.width) + 1;
  const rows = (zoom: number) => Math.floor((box.height * zoom) / room.height) + 1;
  let zoom = FIRST_ZOOM;
  while (columns(zoom) * rows(zoom) < count) zoom *= STEP;
  return zoom;
}

/** Keeps rectangles of one size apart: a grid of cells so large, each of which holds the middle of at most one. */
function occupancy(
  positions: Float32Array,
  { left, top, ...box }: Box,
  width: number,
  height: number,
) {
  // With a cell more on every side, so that all have neighbours.
  const columns = Math.floor(box.width / width) + 3;
  const rows = Math.floor(box.height / height) + 3;
  const cells = new Int32Array(columns * rows).fill(-1);
  const cellOf = (i: number) =>
    (Math.floor((positions[2 * i + 1] - top) / height) + 1) * columns +
    Math.floor((positions[2 * i] - left) / width) +
    1;
  const apart = (i: number, j: number) =>
    Math.abs(positions[2 * i] - positions[2 * j]) >= width ||
    Math.abs(positions[2 * i + 1] - positions[2 * j + 1]) >= height;
  const around = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => row * columns + column));
  return {
    take: (i: number): void => {
      cells[cellOf(i)] = i;
    },
    isFree: (i: number): boolean => {
      const cell = cellOf(i);
      return around.every((step) => cells[cell + step] < 0 || apart(i, cells[cell + step]));
    },
  };
}

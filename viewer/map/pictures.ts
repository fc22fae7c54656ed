/** The images that are shown as pictures instead of points, when one has zoomed in far enough. */
import type { Page } from '../data/load.ts';
import { tileSize, tilesOf, type Tile, type TileSize } from './raster/tiles.ts';
import { seen, type Scene } from './scene.ts';
import { FIRST_ZOOM, pictureOpacity, pictureZooms } from './thumbnails.ts';

/** Width of the frame around a picture, CSS pixels. */
export const FRAME = 2;

/** Paper between the frames of neighbours, CSS pixels. */
const GAP = 3;

export interface Pictures {
  readonly size: (ratio: number) => TileSize;
  readonly tile: (index: number, ratio: number) => Tile;
  /** How much of an image's picture is seen, 0 to 1. */
  readonly opacity: (scene: Scene, index: number) => number;
}

/** A picture's place on the canvas without its frame, in device pixels: whole ones, so that it is crisp. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** @param largestZoom that the map has */
export function createPictures(page: Page, largestZoom: number): Pictures {
  const pictures = { pixels: page.pixels, ...page.data.images };
  const tiles = new Map<number, (index: number) => Tile>();
  let zooms: Float32Array = new Float32Array(0);
  let of: Pick<Scene, 'positions' | 'isShown' | 'ratio'> | null = null;

  const size = (ratio: number): TileSize => tileSize(pictures, ratio);

  function tile(index: number, ratio: number): Tile {
    const { step } = size(ratio);
    if (!tiles.has(step)) tiles.set(step, tilesOf(pictures, step));
    return tiles.get(step)!(index);
  }

  /** Looks for room anew only where points have other places, or other points are shown. */
  function zoomsOf({ positions, isShown, ratio }: Scene): Float32Array {
    if (of?.positions !== positions || of.isShown !== isShown || of.ratio !== ratio) {
      const { width, height } = size(ratio);
      const around = 2 * FRAME + GAP;
      const room = { width: width / ratio + around, height: height / ratio + around };
      zooms = pictureZooms(positions, room, isShown, largestZoom);
      of = { positions, isShown, ratio };
    }
    return zooms;
  }

  return {
    size,
    tile,
    opacity: (scene, index) => {
      const { k } = scene.transform;
      if (scene.moving || k <= FIRST_ZOOM) return 0;
      return pictureOpacity(zoomsOf(scene)[index], k);
    },
  };
}

/** Where an image's picture stands: its middle where its point would be. */
export function placeOf(scene: Scene, index: number, { width, height }: TileSize): Place {
  const { positions, ratio } = scene;
  const { x, y } = seen(scene, { x: positions[2 * index], y: positions[2 * index + 1] });
  return { x: Math.round(x * ratio - width / 2), y: Math.round(y * ratio - height / 2) };
}

import type { Page } from '../../data/load.ts';
import { toldElsewhere } from '../../models/models.ts';
import type { PageStore } from '../../state/state.ts';
import { blendOf } from '../decoding/blend.ts';
import type { Blender } from '../decoding/blender.ts';
import { cellsInView, coarseToFine, latticeLevel, latticeStep } from '../decoding/lattice.ts';
import { pointsBehind } from '../decoding/places.ts';
import { createTiles, type Order, type Tile } from '../decoding/tiles.ts';
import type { Point } from '../layout.ts';
import type { MapPoints } from '../points.ts';
import { seen, type Layer, type Scene } from '../scene.ts';

/** How long what is in view must stay before it is filled, milliseconds. */
const REST = 200;
/** Longer side of a picture as a share of the distance between two. */
const SIDE = 0.9;
/** So much that it can still be made out where points lie. */
const OPACITY = 0.9;
/** Width of a picture's frame, which has the colour of the nearest point, CSS pixels. */
const FRAME = 2;

/** Covers the map, where points are near, with what the decoder makes of its places. */
export function createDecodings(
  page: Page,
  store: PageStore,
  points: MapPoints,
  blender: Blender,
  redraw: () => void,
): Layer {
  const tiles = createTiles(page, blender);
  let wanted = '';
  let level = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let work = new AbortController();

  /** All that a picture follows from besides its place. */
  function surroundings({ width, height }: Scene): string {
    const { map, hiddenClasses } = store.state;
    return [map, width, height, ...[...hiddenClasses].sort((a, b) => a - b)].join(' ');
  }

  function stop(): void {
    clearTimeout(resting);
    work.abort();
    work = new AbortController();
  }

  function letGo(): void {
    stop();
    wanted = '';
    store.update({ covering: null });
  }

  async function fill(scene: Scene): Promise<void> {
    const { signal } = work;
    const { transform, width, height } = scene;
    level = latticeLevel(transform.k);
    const middle = {
      x: (width / 2 - transform.x) / transform.k,
      y: (height / 2 - transform.y) / transform.k,
    };
    const around = surroundings(scene);
    const orders = coarseToFine(cellsInView(scene, level), middle).flatMap(
      ({ key, place }): Order[] => {
        const behind = pointsBehind(points, place, scene);
        return behind.length === 0 ? [] : [{ key: `${around}:${key}`, blend: blendOf(behind) }];
      },
    );
    await tiles.make(orders, signal, (done) => {
      store.update({ covering: { done, total: orders.length } });
      redraw();
    });
  }

  store.watch(['layers', 'engine'], ({ layers, engine }) => {
    letGo();
    if (layers.has('decodings') && engine.status === 'ready') redraw();
  });

  return (context, scene) => {
    // On their way the points are not where the pictures would be.
    if (scene.moving) {
      if (wanted !== '') letGo();
      return;
    }
    const { colours } = scene;
    const { k, x, y } = scene.transform;
    const around = surroundings(scene);
    const want = `${around} ${k} ${x} ${y}`;
    if (want !== wanted && store.state.engine.status === 'ready') {
      wanted = want;
      stop();
      store.update({ covering: null });
      resting = setTimeout(() => void fill(scene).catch(toldElsewhere), REST);
    }
    // While the zoom changes, what is there grows and shrinks with it, but not beyond sense.
    const now = latticeLevel(k);
    const drawn = Math.min(now + 1, Math.max(now - 1, level));
    const side = SIDE * latticeStep(drawn) * k;
    context.globalAlpha = OPACITY;
    context.lineWidth = FRAME;
    for (const { key, place } of cellsInView(scene, drawn)) {
      const tile = tiles.get(`${around}:${key}`);
      if (!tile) continue;
      context.strokeStyle = colours.palette[colours.of[tile.nearest]];
      drawTile(context, tile, seen(scene, place), side);
    }
  };
}

function drawTile(
  context: CanvasRenderingContext2D,
  { picture }: Tile,
  middle: Point,
  longerSide: number,
): void {
  const scale = longerSide / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const [left, top] = [middle.x - width / 2, middle.y - height / 2];
  context.drawImage(picture, left, top, width, height);
  context.strokeRect(left, top, width, height);
}

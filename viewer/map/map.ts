/**
 * The map: one mark an image, to be zoomed, searched with the pointer and walked with the keys. Here its parts
 * come together; each is in its own file.
 */
import type { Crowd } from '../data/crowd.ts';
import type { Page } from '../data/load.ts';
import type { Models } from '../models/models.ts';
import { byId, onNextFrame } from '../parts/elements.ts';
import { whole } from '../parts/numbers.ts';
import type { MapLayer, PageStore } from '../state/state.ts';
import { createCamera, LARGEST_ZOOM } from './camera.ts';
import { createCrowdAround } from './crowd/around.ts';
import { createBlender } from './decoding/blender.ts';
import { createHover } from './hover.ts';
import { createLassoLayer } from './lasso/lasso.ts';
import { createCrowdLayer } from './layers/crowd.ts';
import { createContours } from './layers/contours.ts';
import { createDrawingLayer } from './layers/drawing.ts';
import { createDecodings } from './layers/decodings.ts';
import { createMarks } from './layers/marks.ts';
import { drawNames } from './layers/names.ts';
import { createPathLayer } from './layers/path.ts';
import { createPoints } from './layers/points.ts';
import { createPictures } from './pictures.ts';
import { createNothingNote } from './nothing.ts';
import { createMapPoints } from './points.ts';
import type { Layer, Scene } from './scene.ts';
import { steer } from './steering.ts';
import { createSurface } from './surface.ts';

/** What others may ask of the map. */
export interface MapView {
  /** What is to be seen on it now. */
  readonly scene: () => Scene;
  /** The same as a picture, with so many pixels for one of CSS. */
  readonly picture: (ratio: number) => HTMLCanvasElement;
  /** Of it only the images without pictures, by where they lie to the others; null where the page has none. */
  readonly crowd: (ratio: number) => CrowdPictures | null;
}

export interface CrowdPictures {
  readonly below: HTMLCanvasElement;
  readonly above: HTMLCanvasElement;
}

/** @param crowd the images without pictures, once they have been read; null for none */
export function createMap(
  page: Page,
  store: PageStore,
  models: Models,
  crowd: Promise<Crowd | null>,
): MapView {
  const canvas = byId('map', HTMLCanvasElement);
  const points = createMapPoints(page, store);
  const drawNow = (): void => {
    surface.draw(layers);
    noteNothing(surface.scene());
  };
  const redraw = onNextFrame(drawNow);
  const moved = (): void => {
    hover.renew();
    surface.noteView();
    redraw();
  };
  const camera = createCamera(canvas, moved, () => store.state.tool === 'move');
  const blender = createBlender(page, models);
  const around = createCrowdAround(page, store, points, crowd);
  const hover = createHover(page, store, canvas, { points, camera, blender, around }, redraw);
  const surface = createSurface(page, store, canvas, { points, camera }, () => hover.index, {
    redraw,
    drawNow,
  });
  const pictures = createPictures(page, LARGEST_ZOOM);
  const further = createCrowdLayer(page, store, points, crowd, redraw);
  const noteNothing = createNothingNote(
    camera.showAll,
    (scene) => store.state.layers.has('decodings') || further.isInView(scene),
  );
  const optional =
    (name: MapLayer, layer: Layer): Layer =>
    (...scenery) => {
      if (store.state.layers.has(name)) layer(...scenery);
    };
  /** From the lowest to the highest. */
  const layers: readonly Layer[] = [
    further.cells,
    createPoints(pictures, further.pointOpacity),
    optional('decodings', createDecodings(page, store, points, blender, redraw)),
    further.marks,
    optional('contours', createContours(store, points)),
    optional('names', drawNames),
    createMarks(pictures),
    createPathLayer(store, points, redraw),
    createDrawingLayer(store, points, redraw),
    createLassoLayer(canvas, store, points, camera, redraw),
  ];
  steer(page, store, canvas, { points, camera, hover });
  store.watch(['selected', 'highlighted', 'layers'], redraw);
  const showOthers = (): void => {
    points.plant();
    const count = page.labels.reduce((sum, _, index) => sum + Number(points.isShown(index)), 0);
    byId('map-status', HTMLElement).textContent =
      `${whole(count)} of ${whole(page.labels.length)} shown`;
    redraw();
  };
  store.watch(['hiddenClasses', 'placedShown'], showOthers);
  let replaying = false;
  store.watch(['map', 'replay'], ({ replay }) => {
    // What was under the pointer has moved away.
    hover.renew();
    if (replaying === (replay !== null)) return;
    replaying = !replaying;
    showOthers();
  });
  return {
    scene: surface.scene,
    picture: (ratio) => surface.picture(layers, ratio),
    crowd: (ratio) => {
      if (!page.data.crowd) return null;
      const below = surface.picture([further.cells], ratio);
      return { below, above: surface.picture([further.marks], ratio) };
    },
  };
}

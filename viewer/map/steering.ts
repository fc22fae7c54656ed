/** Pointer, keys and buttons of the map: what they choose, and how they move what is in view. */
import type { Page } from '../data/load.ts';
import { byId } from '../parts/elements.ts';
import { addNearest, choosePoint, toggleInGroup } from '../state/actions.ts';
import type { PageStore } from '../state/state.ts';
import type { Camera } from './camera.ts';
import type { Hover } from './hover.ts';
import { listenToKeys } from './keys.ts';
import type { Point } from './layout.ts';
import { listenToPointer } from './pointer.ts';
import type { MapPoints } from './points.ts';
import { createSearch } from './search/search.ts';

/** Share of the map's width that a far step of the keys leaps at least. */
const LEAP = 0.08;
/** How near one comes to an image that was searched for. */
const CLOSE_UP = 6;
/** Of a press of a button. */
const ZOOM_STEP = 1.5;

export function steer(
  page: Page,
  store: PageStore,
  canvas: HTMLCanvasElement,
  { points, camera, hover }: { points: MapPoints; camera: Camera; hover: Hover },
): void {
  /** The point within reach of a place on the canvas. */
  function pick(place: Point, reach?: number): number | null {
    return points.nearest(camera.onMap(place), reach && reach / camera.transform.k);
  }

  function walk(direction: Point, far: boolean): void {
    if (hover.crosshair.place) {
      hover.crosshair.move(direction, far);
      return;
    }
    const { selected } = store.state;
    if (selected === null) {
      choosePoint(store, pick({ x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 }));
      return;
    }
    const atLeast = far ? (LEAP * canvas.clientWidth) / camera.transform.k : 0;
    const next = points.towards(points.at(selected), direction, atLeast);
    if (next !== null) choosePoint(store, next);
  }

  /** Lets go of one thing, the one that was taken up last. */
  function letGo(): void {
    hover.pointAt(null);
    if (hover.crosshair.place) hover.crosshair.hide();
    else if (store.state.replay !== null) store.update({ replay: null });
    else if (store.state.tool === 'lasso') store.update({ tool: 'move' });
    else if (store.state.subject === 'point') store.update({ selected: null });
  }

  listenToPointer(canvas, {
    pick,
    pointAt: hover.pointAt,
    choose: (index) => {
      choosePoint(store, index);
    },
  });
  listenToKeys(canvas, {
    walk,
    zoomBy: camera.zoomBy,
    showAll: camera.showAll,
    aim: hover.crosshair.toggle,
    toggleInGroup: () => {
      toggleInGroup(store);
    },
    addNearest: () => {
      addNearest(page, store);
    },
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') letGo();
  });
  byId('zoom-in', HTMLButtonElement).addEventListener('click', () => {
    camera.zoomBy(ZOOM_STEP);
  });
  byId('zoom-out', HTMLButtonElement).addEventListener('click', () => {
    camera.zoomBy(1 / ZOOM_STEP);
  });
  byId('zoom-all', HTMLButtonElement).addEventListener('click', camera.showAll);
  createSearch(page, store, (index) => {
    camera.closeUp(points.at(index), CLOSE_UP);
  });
  store.watch(['selected'], ({ selected }) => {
    if (selected !== null && points.positions.length > 0) camera.keepInSight(points.at(selected));
  });
}

/**
 * The map: one mark an image, to be zoomed, searched with the pointer and walked with the keys. Here the
 * camera, the points and the layers come together; each is in its own file.
 */
import type { ZoomTransform } from 'd3-zoom';
import { zoomIdentity } from 'd3-zoom';
import type { Page } from '../data/load.ts';
import { byId, onNextFrame } from '../parts/elements.ts';
import { whole } from '../parts/numbers.ts';
import { watchTheme, type Theme } from '../parts/theme.ts';
import { addNearest, selectPoint, toggleInGroup } from '../state/actions.ts';
import type { PageStore } from '../state/state.ts';
import { createCamera, LARGEST_ZOOM } from './camera.ts';
import { classAnchors } from './classAnchors.ts';
import { fadeOthers } from './groupColours.ts';
import { listenToKeys } from './keys.ts';
import { createLassoLayer } from './lasso/lasso.ts';
import { drawGroup } from './layers/group.ts';
import { createMarks } from './layers/marks.ts';
import { drawNames, nameSizes } from './layers/names.ts';
import { createPoints } from './layers/points.ts';
import type { Point } from './layout.ts';
import { createMotion, seenAlike, type Places } from './motion.ts';
import { createPictures } from './pictures.ts';
import { listenToPointer } from './pointer.ts';
import { pointColours, type PointColours } from './pointColours.ts';
import { createMapPoints } from './points.ts';
import { createSearch } from './search/search.ts';
import { drawLayers, seen, type Layer, type Scene } from './scene.ts';
import { replayPositions } from './replay/frames.ts';
import { createTooltip } from './tooltip.ts';

/** Share of the map's width that a far step of the keys leaps at least. */
const LEAP = 0.08;

/** How near one comes to an image that was searched for. */
const CLOSE_UP = 6;

export function createMap(page: Page, store: PageStore): void {
  const canvas = byId('map', HTMLCanvasElement);
  const context = canvas.getContext('2d')!;
  const { classNames } = page.data.dataset;
  const tooltip = createTooltip(page);
  const points = createMapPoints(page, store);
  const camera = createCamera(
    canvas,
    () => {
      hover(null);
      redraw();
    },
    () => store.state.tool === 'move',
  );
  let size = { width: 0, height: 0 };
  /** Where everything is when nothing moves. */
  let settled: Places = { positions: new Float32Array(0), anchors: [] };
  let theme: Theme = { paper: '', ink: '', dark: false };
  let colours: PointColours = coloursNow();
  let hovered: number | null = null;
  let shownMap = store.state.map;
  /** What was in view of each map when it was left. */
  const views = new Map<number, ZoomTransform>();

  const scene = (): Scene => ({
    ...size,
    ...theme,
    ...motion.places,
    moving: motion.moving,
    classNames,
    colours,
    placedFrom: page.data.placedFrom,
    isShown: points.isShown,
    hiddenClasses: store.state.hiddenClasses,
    group: store.state.group,
    selected: store.state.selected,
    hovered,
    transform: camera.transform,
    ratio: devicePixelRatio,
  });
  const draw = (): void => {
    if (size.width > 0) drawLayers(context, scene(), layers);
  };
  const redraw = onNextFrame(draw);
  const motion = createMotion(redraw);
  const pictures = createPictures(page, LARGEST_ZOOM);
  /** From the lowest to the highest. */
  const layers: readonly Layer[] = [
    createPoints(pictures),
    drawGroup,
    drawNames,
    createMarks(pictures),
    createLassoLayer(canvas, store, points, camera, redraw),
  ];

  function layOut(): void {
    points.layOut(size.width, size.height);
    const mapped = page.labels.subarray(0, page.data.placedFrom);
    const names = nameSizes(context, classNames, size.width);
    const { positions } = points;
    settled = { positions, anchors: classAnchors(positions, mapped, names, size.width) };
  }

  function resize(): void {
    size = { width: canvas.clientWidth, height: canvas.clientHeight };
    canvas.width = Math.round(size.width * devicePixelRatio);
    canvas.height = Math.round(size.height * devicePixelRatio);
    layOut();
    replay();
    camera.resize(size.width, size.height);
    // At once, since a canvas that has changed its size is empty.
    draw();
  }

  /** Shows the map as it was being made, or as it is. */
  function replay(): void {
    const { replay: moment } = store.state;
    if (moment === null || !page.frames) {
      motion.show(settled, false);
      return;
    }
    const positions = replayPositions(page.frames, moment, settled.positions, size);
    motion.show({ positions, anchors: [] }, true);
  }

  function coloursNow(): PointColours {
    const { state } = store;
    return fadeOthers(pointColours(page, state, theme.dark), state.group, theme.paper);
  }

  function recolour(): void {
    colours = coloursNow();
    redraw();
  }

  function hover(index: number | null): void {
    if (index === hovered) return;
    hovered = index;
    tooltip.show(index, index === null ? undefined : seen(scene(), points.at(index)));
    canvas.style.cursor = index === null ? '' : 'pointer';
    redraw();
  }

  /** The point within reach of a place on the canvas. */
  function pick({ x, y }: Point, reach?: number): number | null {
    const [mapX, mapY] = camera.transform.invert([x, y]);
    return points.nearest({ x: mapX, y: mapY }, reach && reach / camera.transform.k);
  }

  function walk(direction: Point, far: boolean): void {
    const { selected } = store.state;
    if (selected === null) {
      selectPoint(store, pick({ x: size.width / 2, y: size.height / 2 }));
      return;
    }
    const atLeast = far ? (LEAP * size.width) / camera.transform.k : 0;
    const next = points.towards(points.at(selected), direction, atLeast);
    if (next !== null) selectPoint(store, next);
  }

  /** Moves the map where a point would be out of sight. */
  function keepInSight(index: number): void {
    const { x, y } = seen(scene(), points.at(index));
    if (x >= 0 && y >= 0 && x <= size.width && y <= size.height) return;
    camera.centreOn(points.at(index));
  }

  listenToPointer(canvas, {
    pick,
    hover,
    choose: (index) => {
      selectPoint(store, index);
    },
  });
  listenToKeys(canvas, {
    walk,
    zoomBy: camera.zoomBy,
    showAll: camera.showAll,
    toggleInGroup: () => {
      toggleInGroup(store);
    },
    addNearest: () => {
      addNearest(page, store);
    },
  });
  createSearch(page, store, (index) => {
    camera.closeUp(points.at(index), CLOSE_UP);
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    hover(null);
    if (store.state.replay !== null) store.update({ replay: null });
    else if (store.state.tool === 'lasso') store.update({ tool: 'move' });
    else if (store.state.subject === 'point') store.update({ selected: null });
  });
  byId('zoom-in', HTMLButtonElement).addEventListener('click', () => {
    camera.zoomBy(1.5);
  });
  byId('zoom-out', HTMLButtonElement).addEventListener('click', () => {
    camera.zoomBy(1 / 1.5);
  });
  byId('zoom-all', HTMLButtonElement).addEventListener('click', camera.showAll);

  watchTheme(canvas, (found) => {
    theme = found;
    recolour();
  });
  new ResizeObserver(resize).observe(canvas);
  store.watch(['map'], ({ map, selected }) => {
    if (map === shownMap) return;
    const left = camera.transform;
    views.set(shownMap, left);
    shownMap = map;
    layOut();
    hover(null);
    camera.goTo(views.get(map) ?? zoomIdentity);
    if (selected !== null) keepInSight(selected);
    motion.glide(seenAlike(motion.places, left, camera.transform), settled);
  });
  store.watch(['map', 'colouring', 'group'], recolour);
  let replaying = false;
  store.watch(['replay'], ({ replay: moment }) => {
    if (replaying !== (moment !== null)) points.plant();
    if (moment !== null) replay();
    else if (replaying) motion.glide(motion.places, settled);
    replaying = moment !== null;
  });
  store.watch(['hiddenClasses', 'placedShown'], () => {
    points.plant();
    const count = page.labels.reduce((sum, _, index) => sum + Number(points.isShown(index)), 0);
    byId('map-status', HTMLElement).textContent =
      `${whole(count)} of ${whole(page.labels.length)} shown`;
    redraw();
  });
  store.watch(['selected'], ({ selected }) => {
    if (selected !== null && points.positions.length > 0) keepInSight(selected);
    redraw();
  });
}

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
import { choosePoint } from '../state/actions.ts';
import type { PageStore } from '../state/state.ts';
import { createCamera } from './camera.ts';
import { classAnchors } from './classAnchors.ts';
import { listenToKeys } from './keys.ts';
import { drawMarks } from './layers/marks.ts';
import { drawNames, nameSizes } from './layers/names.ts';
import { createPathLayer } from './layers/path.ts';
import { drawPoints } from './layers/points.ts';
import type { Point } from './layout.ts';
import { listenToPointer } from './pointer.ts';
import { pointColours, type PointColours } from './pointColours.ts';
import { createMapPoints } from './points.ts';
import { drawLayers, seen, type Layer, type Scene } from './scene.ts';
import { createTooltip } from './tooltip.ts';

/** Share of the map's width that a far step of the keys leaps at least. */
const LEAP = 0.08;

export function createMap(page: Page, store: PageStore): void {
  const canvas = byId('map', HTMLCanvasElement);
  const context = canvas.getContext('2d')!;
  const { classNames } = page.data.dataset;
  const tooltip = createTooltip(page);
  const points = createMapPoints(page, store);
  const camera = createCamera(canvas, () => {
    hover(null);
    redraw();
  });
  let size = { width: 0, height: 0 };
  let anchors: (Point | null)[] = [];
  let theme: Theme = { paper: '', ink: '', dark: false };
  let colours: PointColours = pointColours(page, store.state, theme.dark);
  let hovered: number | null = null;
  let shownMap = store.state.map;
  /** What was in view of each map when it was left. */
  const views = new Map<number, ZoomTransform>();

  const scene = (): Scene => ({
    ...size,
    ...theme,
    positions: points.positions,
    anchors,
    classNames,
    colours,
    placedFrom: page.data.placedFrom,
    isShown: points.isShown,
    hiddenClasses: store.state.hiddenClasses,
    selected: store.state.selected,
    hovered,
    transform: camera.transform,
    ratio: devicePixelRatio,
  });
  const draw = (): void => {
    if (size.width > 0) drawLayers(context, scene(), layers);
  };
  const redraw = onNextFrame(draw);
  /** From the lowest to the highest. */
  const layers: readonly Layer[] = [
    drawPoints,
    drawNames,
    drawMarks,
    createPathLayer(page, store, redraw),
  ];

  function layOut(): void {
    points.layOut(size.width, size.height);
    const mapped = page.labels.subarray(0, page.data.placedFrom);
    const names = nameSizes(context, classNames, size.width);
    anchors = classAnchors(points.positions, mapped, names, size.width);
  }

  function resize(): void {
    size = { width: canvas.clientWidth, height: canvas.clientHeight };
    canvas.width = Math.round(size.width * devicePixelRatio);
    canvas.height = Math.round(size.height * devicePixelRatio);
    layOut();
    camera.resize(size.width, size.height);
    // At once, since a canvas that has changed its size is empty.
    draw();
  }

  function recolour(): void {
    colours = pointColours(page, store.state, theme.dark);
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
      choosePoint(store, pick({ x: size.width / 2, y: size.height / 2 }));
      return;
    }
    const atLeast = far ? (LEAP * size.width) / camera.transform.k : 0;
    const next = points.towards(points.at(selected), direction, atLeast);
    if (next !== null) choosePoint(store, next);
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
      choosePoint(store, index);
    },
  });
  listenToKeys(canvas, { walk, zoomBy: camera.zoomBy, showAll: camera.showAll });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    hover(null);
    if (store.state.subject === 'point') store.update({ selected: null });
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
    views.set(shownMap, camera.transform);
    shownMap = map;
    layOut();
    hover(null);
    camera.goTo(views.get(map) ?? zoomIdentity);
    if (selected !== null) keepInSight(selected);
  });
  store.watch(['map', 'colouring'], recolour);
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

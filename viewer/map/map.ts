/** The map: one dot or ring an image, to be zoomed, searched with the pointer and walked with the keys. */
import { quadtree, type Quadtree } from 'd3-quadtree';
import { select } from 'd3-selection';
import { zoom, zoomIdentity, zoomTransform, type D3ZoomEvent, type ZoomTransform } from 'd3-zoom';
import { classAnchors } from './classAnchors.ts';
import { byId, onNextFrame, wantsLessMotion } from '../parts/elements.ts';
import type { Page } from '../data/load.ts';
import { listenToKeys } from './keys.ts';
import { fitMap, nearestTowards, type Point } from './layout.ts';
import { createMarksLayer } from './layers/marks.ts';
import { drawNames, nameSizes } from './layers/names.ts';
import { createPointsLayer } from './layers/points.ts';
import { createMorph, seenAlike, type Places } from './morph.ts';
import { createPictures } from './pictures.ts';
import { seen, type Layer, type Scene } from './scene.ts';
import { whole } from '../parts/numbers.ts';
import { pointColours, type PointColours } from './pointColours.ts';
import { isShown } from '../state/shown.ts';
import type { PageStore } from '../state/state.ts';
import { watchTheme, type Theme } from '../parts/theme.ts';
import { createTooltip } from './tooltip.ts';

/** How near to a point the pointer must be to meet it, CSS pixels. */
const REACH = { mouse: 12, touch: 24 };
/** Share of the map's width that a far step leaps at least. */
const LEAP = 0.08;
const LARGEST_ZOOM = 60;
/** Room around the points, CSS pixels. */
const MARGIN = 24;

export function createMap(page: Page, store: PageStore): void {
  const canvas = byId('map', HTMLCanvasElement);
  const context = canvas.getContext('2d')!;
  const { classNames } = page.data.dataset;
  const tooltip = createTooltip(page);
  let hovered: number | null = null;
  let size = { width: 0, height: 0 };
  /** Where all comes to rest, and where it is seen now. */
  let settled: Places = { positions: new Float32Array(0), anchors: [] };
  let places = settled;
  let moving = false;
  let tree: Quadtree<number> = quadtree<number>();
  let theme: Theme = { paper: '', ink: '', dark: false };
  let colours: PointColours = pointColours(page, store.state, theme.dark);
  let shownMap = store.state.map;
  /** Zoom of each map when it was left. */
  const zooms = new Map<number, ZoomTransform>();

  let shown = (index: number): boolean => isShown(page, store.state, index);
  const pictures = createPictures(page, LARGEST_ZOOM);
  /** From the lowest to the uppermost. */
  const layers: readonly Layer[] = [
    createPointsLayer(pictures),
    drawNames,
    createMarksLayer(pictures),
  ];
  const scene = (): Scene => ({
    ...size,
    ...theme,
    ...places,
    moving,
    classNames,
    colours,
    placedFrom: page.data.placedFrom,
    isShown: shown,
    hiddenClasses: store.state.hiddenClasses,
    selected: store.state.selected,
    hovered,
    transform: zoomTransform(canvas),
    ratio: devicePixelRatio,
  });
  function drawNow(): void {
    if (size.width === 0) return;
    const now = scene();
    context.setTransform(now.ratio, 0, 0, now.ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    for (const layer of layers) layer(context, now);
  }
  const draw = onNextFrame(drawNow);
  const show = (now: Places, onTheWay: boolean): void => {
    places = now;
    moving = onTheWay;
    draw();
  };
  const morph = createMorph(show);

  const zoomer = zoom<HTMLCanvasElement, unknown>()
    .scaleExtent([1, LARGEST_ZOOM])
    // A finger scrolls the page as long as the whole map is in view; two always zoom.
    .filter((event: Event) => {
      if (event instanceof MouseEvent) return event.button === 0;
      return zoomTransform(canvas).k > 1 || (event as TouchEvent).touches.length > 1;
    })
    .on('zoom', ({ transform }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
      canvas.style.touchAction = transform.k > 1 ? 'none' : 'pan-y';
      hover(null);
      draw();
    })
    .duration(wantsLessMotion() ? 0 : 250);
  const zoomable = select(canvas).call(zoomer);
  const zoomBy = (factor: number): void => {
    zoomer.scaleBy(zoomable, factor);
  };
  const showAll = (): void => {
    zoomer.transform(zoomable, zoomIdentity);
  };

  function resize(): void {
    const before = size;
    size = { width: canvas.clientWidth, height: canvas.clientHeight };
    canvas.width = Math.round(size.width * devicePixelRatio);
    canvas.height = Math.round(size.height * devicePixelRatio);
    layOut();
    morph.stop();
    show(settled, false);
    const whole: [[number, number], [number, number]] = [
      [0, 0],
      [size.width, size.height],
    ];
    zoomer.extent(whole).translateExtent(whole);
    const { k, x, y } = zoomTransform(canvas);
    const grown = before.width > 0 ? size.width / before.width : 1;
    zoomer.transform(zoomable, zoomIdentity.translate(x * grown, y * grown).scale(k));
    drawNow();
  }

  /** Finds out where the points of the shown map lie on the canvas. */
  function layOut(): void {
    const positions = fitMap(page.maps[shownMap].positions, size.width, size.height, MARGIN);
    const mapped = page.labels.subarray(0, page.data.placedFrom);
    const names = nameSizes(context, classNames, size.width);
    settled = { positions, anchors: classAnchors(positions, mapped, names, size.width) };
    plant();
  }

  /** Fills the search tree with the points that are shown. */
  function plant(): void {
    const { positions } = settled;
    tree = quadtree<number>()
      .x((i) => positions[2 * i])
      .y((i) => positions[2 * i + 1])
      .addAll(Array.from(page.labels.keys()).filter(shown));
  }

  /** The point under a pointer, if one is near enough. */
  function pick(event: MouseEvent, reach: number): number | null {
    const transform = zoomTransform(canvas);
    const [x, y] = transform.invert([event.offsetX, event.offsetY]);
    return tree.find(x, y, reach / transform.k) ?? null;
  }

  function recolour(): void {
    colours = pointColours(page, store.state, theme.dark);
    draw();
  }

  function hover(index: number | null): void {
    if (index === hovered) return;
    hovered = index;
    tooltip.show(index, index === null ? undefined : seen(scene(), positionOf(index)));
    canvas.style.cursor = index === null ? '' : 'pointer';
    draw();
  }

  const positionOf = (index: number): Point => ({
    x: settled.positions[2 * index],
    y: settled.positions[2 * index + 1],
  });

  function walk(direction: Point, far: boolean): void {
    const { selected } = store.state;
    const transform = zoomTransform(canvas);
    if (selected === null) {
      const [x, y] = transform.invert([size.width / 2, size.height / 2]);
      store.update({ selected: tree.find(x, y) ?? null, mode: 'point' });
      return;
    }
    const atLeast = far ? (LEAP * size.width) / transform.k : 0;
    const next = nearestTowards(settled.positions, positionOf(selected), direction, atLeast, shown);
    if (next !== null) store.update({ selected: next, mode: 'point' });
  }

  /** Moves the map where the selected point would be out of sight. */
  function keepInSight(index: number): void {
    const { x, y } = seen(scene(), positionOf(index));
    if (x >= 0 && y >= 0 && x <= size.width && y <= size.height) return;
    const { x: toX, y: toY } = positionOf(index);
    zoomer.translateTo(zoomable, toX, toY);
  }

  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'touch' && event.buttons === 0) hover(pick(event, REACH.mouse));
  });
  canvas.addEventListener('pointerleave', () => {
    hover(null);
  });
  canvas.addEventListener('click', (event) => {
    const touched = event.pointerType === 'touch';
    const index = pick(event, touched ? REACH.touch : REACH.mouse);
    if (index !== null) store.update({ selected: index, mode: 'point' });
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    hover(null);
    if (store.state.mode === 'point') store.update({ selected: null });
  });
  listenToKeys(canvas, { walk, zoomBy, showAll });
  byId('zoom-in', HTMLButtonElement).addEventListener('click', () => {
    zoomBy(1.5);
  });
  byId('zoom-out', HTMLButtonElement).addEventListener('click', () => {
    zoomBy(1 / 1.5);
  });
  byId('zoom-all', HTMLButtonElement).addEventListener('click', showAll);

  watchTheme(canvas, (found) => {
    theme = found;
    recolour();
  });
  new ResizeObserver(resize).observe(canvas);
  store.watch(['map'], ({ map, selected }) => {
    if (map === shownMap) return;
    const left = zoomTransform(canvas);
    zooms.set(shownMap, left);
    shownMap = map;
    layOut();
    hover(null);
    zoomer.transform(zoomable, zooms.get(map) ?? zoomIdentity);
    if (selected !== null) keepInSight(selected);
    morph.start(seenAlike(places, left, zoomTransform(canvas)), settled);
  });
  store.watch(['map', 'colouring'], recolour);
  store.watch(['hiddenClasses', 'placedShown'], () => {
    shown = (index) => isShown(page, store.state, index);
    plant();
    const count = page.labels.reduce((sum, _, index) => sum + Number(shown(index)), 0);
    byId('map-status', HTMLElement).textContent =
      `${whole(count)} of ${whole(page.labels.length)} shown`;
    draw();
  });
  store.watch(['selected'], ({ selected }) => {
    if (selected !== null && settled.positions.length > 0) keepInSight(selected);
    draw();
  });
}

/** The map's canvas: its size, where all points are seen on it at this moment, and in which colours. */
import { zoomIdentity, type ZoomTransform } from 'd3-zoom';
import type { Page } from '../data/load.ts';
import { element } from '../parts/elements.ts';
import { watchTheme, type Theme } from '../parts/theme.ts';
import { INITIAL_STATE, type PageStore, type State, type View } from '../state/state.ts';
import type { Camera } from './camera.ts';
import { classAnchors } from './classAnchors.ts';
import { fadeOthers } from './groupColours.ts';
import { nameOnMap, nameSizes } from './layers/names.ts';
import { createMotion, seenAlike, type Places } from './motion.ts';
import { pointColours, type PointColours } from './pointColours.ts';
import type { MapPoints } from './points.ts';
import { replayPositions } from './replay/frames.ts';
import { drawLayers, type Layer, type Scene } from './scene.ts';

export interface Surface {
  /** All that a picture of the map depends on, but for the point that is hovered over. */
  readonly scene: () => Scene;
  draw(layers: readonly Layer[]): void;
  /** The same on a canvas of its own, with so many pixels for one of CSS. */
  picture(layers: readonly Layer[], ratio: number): HTMLCanvasElement;
  /** Tells the store what is in view, after the camera has moved. */
  noteView(): void;
}

/**
 * @param hovered gives the point that is hovered over; null for none
 * @param redraw asks for the canvas to be drawn soon, and `drawNow` has it drawn at once
 */
export function createSurface(
  page: Page,
  store: PageStore,
  canvas: HTMLCanvasElement,
  { points, camera }: { readonly points: MapPoints; readonly camera: Camera },
  hovered: () => number | null,
  { redraw, drawNow }: { readonly redraw: () => void; readonly drawNow: () => void },
): Surface {
  const context = canvas.getContext('2d')!;
  const classNames = page.data.dataset.classNames.map(nameOnMap);
  const motion = createMotion(redraw);
  let size = { width: 0, height: 0 };
  /** Where everything is when nothing moves. */
  let settled: Places = { positions: new Float32Array(0), anchors: [] };
  let theme: Theme = { paper: '', ink: '', dark: false };
  let colours: PointColours = coloursNow();
  let shownMap = store.state.map;
  /** What was in view of each map when it was left. */
  const views = new Map<number, ZoomTransform>();
  /** What was last told of; another one in the store is asked for by others. */
  let noted = INITIAL_STATE.view;

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
    showMoment();
    thenAsked(() => {
      camera.resize(size.width, size.height);
    });
    // A canvas that has changed its size is empty.
    drawNow();
  }

  /** Shows the map as it was being made, or as it is. */
  function showMoment(): void {
    const { replay } = store.state;
    if (replay === null || !page.frames) {
      points.moveTo(null);
      motion.show(settled, false);
      return;
    }
    const positions = replayPositions(page.frames, replay, settled.positions, size);
    points.moveTo(positions);
    motion.show({ positions, anchors: [] }, true);
  }

  function showMap(map: number): void {
    if (map === shownMap) return;
    const left = camera.transform;
    views.set(shownMap, left);
    shownMap = map;
    layOut();
    thenAsked(() => {
      camera.goTo(views.get(map) ?? zoomIdentity);
    });
    const { selected } = store.state;
    if (selected !== null) camera.keepInSight(points.at(selected));
    motion.glide(seenAlike(motion.places, left, camera.transform), settled);
  }

  /** Moves the camera, which is noted, and then shows the view that was asked for before, if one was. */
  function thenAsked(move: () => void): void {
    const { view } = store.state;
    const isAsked = view !== noted;
    move();
    if (isAsked) store.update({ view });
  }

  function showView({ view }: Pick<State, 'view'>): void {
    if (view === noted || size.width === 0) return;
    camera.goTo(view === null ? zoomIdentity : zoomOnto(view));
  }

  function zoomOnto({ zoom, x, y }: View): ZoomTransform {
    const middle = points.fit.at({ x, y });
    return zoomIdentity
      .translate(size.width / 2, size.height / 2)
      .scale(zoom)
      .translate(-middle.x, -middle.y);
  }

  function coloursNow(): PointColours {
    const { state } = store;
    return fadeOthers(pointColours(page, state, theme.dark), state.group, theme.paper);
  }

  function recolour(): void {
    colours = coloursNow();
    redraw();
  }

  watchTheme(canvas, (found) => {
    theme = found;
    recolour();
  });
  new ResizeObserver(resize).observe(canvas);
  store.watch(['map'], ({ map }) => {
    showMap(map);
  });
  store.watch(['map', 'colouring', 'group'], recolour);
  store.watch(['view'], showView);
  let replaying = false;
  store.watch(['replay'], ({ replay }) => {
    if (replay !== null) showMoment();
    else if (replaying) {
      points.moveTo(null);
      motion.glide(motion.places, settled);
    }
    replaying = replay !== null;
  });

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
    hovered: hovered(),
    highlighted: store.state.highlighted,
    transform: camera.transform,
    ratio: devicePixelRatio,
    final: false,
  });
  return {
    scene,
    noteView() {
      if (size.width === 0) return;
      const { k } = camera.transform;
      const middle = camera.onMap({ x: size.width / 2, y: size.height / 2 });
      noted = k === 1 ? null : { zoom: k, ...points.fit.placeAt(middle) };
      store.update({ view: noted });
    },
    picture(layers, ratio) {
      const picture = element('canvas');
      picture.width = Math.round(size.width * ratio);
      picture.height = Math.round(size.height * ratio);
      drawLayers(picture.getContext('2d')!, { ...scene(), ratio, final: true }, layers);
      return picture;
    },
    draw(layers) {
      if (size.width > 0) drawLayers(context, scene(), layers);
    },
  };
}

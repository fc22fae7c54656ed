/** The lasso: a loop drawn by mouse, finger or pen; the shown points within it become the group. */
import { changeGroup, openPanel } from '../../state/actions.ts';
import type { GroupChange } from '../../state/group.ts';
import type { PageStore } from '../../state/state.ts';
import type { Camera } from '../camera.ts';
import type { MapPoints } from '../points.ts';
import { seen, type Layer } from '../scene.ts';
import { enclosed } from './enclosed.ts';

/** The way of the pointer, in positions of zoom 1. */
type Way = [x: number, y: number][];

/** Least distance between two corners of the loop, and least size of a loop that is meant, CSS pixels. */
const STEP = 3;

export function createLassoLayer(
  canvas: HTMLCanvasElement,
  store: PageStore,
  points: MapPoints,
  camera: Camera,
  redraw: () => void,
): Layer {
  let drawn: { readonly pointer: number; readonly way: Way } | null = null;
  /** A drag ends with a click, which must not choose a point. */
  let dragged = false;

  const letGo = (): void => {
    drawn = null;
    redraw();
  };
  canvas.addEventListener('pointerdown', (event) => {
    dragged = false;
    if (store.state.tool !== 'lasso' || drawn || event.button !== 0 || !event.isPrimary) return;
    drawn = { pointer: event.pointerId, way: [placeOf(event, camera)] };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerId !== drawn?.pointer) return;
    const [x, y] = placeOf(event, camera);
    const [lastX, lastY] = drawn.way.at(-1)!;
    if (Math.hypot(x - lastX, y - lastY) * camera.transform.k < STEP) return;
    drawn.way.push([x, y]);
    dragged = true;
    redraw();
  });
  canvas.addEventListener('pointerup', (event) => {
    if (event.pointerId !== drawn?.pointer) return;
    const { way } = drawn;
    letGo();
    if (!dragged) return;
    changeGroup(
      store,
      meant(event, store.state.lasso),
      enclosed(way, points.positions, points.isShown),
    );
    openPanel(store, 'group');
  });
  canvas.addEventListener('pointercancel', letGo);
  // Before the map's own listener.
  canvas.addEventListener(
    'click',
    (event) => {
      if (dragged) event.stopImmediatePropagation();
      dragged = false;
    },
    { capture: true },
  );
  store.watch(['tool'], ({ tool }) => {
    canvas.dataset.tool = tool;
    letGo();
  });

  return (context, scene) => {
    if (!drawn) return;
    context.beginPath();
    for (const [x, y] of drawn.way) {
      const place = seen(scene, { x, y });
      context.lineTo(place.x, place.y);
    }
    context.closePath();
    context.fillStyle = context.strokeStyle = scene.ink;
    context.globalAlpha = 0.08;
    context.fill('evenodd');
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.setLineDash([6, 4]);
    context.stroke();
  };
}

function placeOf(event: PointerEvent, camera: Camera): [x: number, y: number] {
  return camera.transform.invert([event.offsetX, event.offsetY]);
}

function meant({ shiftKey, altKey }: PointerEvent, otherwise: GroupChange): GroupChange {
  if (altKey) return 'remove';
  return shiftKey ? 'add' : otherwise;
}

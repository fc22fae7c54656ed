/** What the pointer does on the map besides zooming: it hovers over points and chooses one. */
import type { Point } from './layout.ts';

/** How near to a point the pointer must be to meet it, CSS pixels. */
export const REACH = { mouse: 12, touch: 24 };

export interface PointerActions {
  /** The point within reach of a place on the canvas, CSS pixels; null for none. */
  pick(place: Point, reach: number): number | null;
  /** Points at a place on the canvas, CSS pixels; null: at nothing. */
  pointAt(place: Point | null): void;
  choose(index: number): void;
}

export function listenToPointer(canvas: HTMLCanvasElement, actions: PointerActions): void {
  const placeOf = (event: MouseEvent): Point => ({ x: event.offsetX, y: event.offsetY });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch' || event.buttons !== 0) return;
    actions.pointAt(placeOf(event));
  });
  // What is held down is no longer hovered over: it drags.
  canvas.addEventListener('pointerdown', () => {
    actions.pointAt(null);
  });
  canvas.addEventListener('pointerleave', () => {
    actions.pointAt(null);
  });
  canvas.addEventListener('click', (event) => {
    const touched = event.pointerType === 'touch';
    const place = placeOf(event);
    const index = actions.pick(place, touched ? REACH.touch : REACH.mouse);
    if (index !== null) actions.choose(index);
    // A finger cannot hover: it points by a tap beside the points.
    else if (touched) actions.pointAt(place);
  });
}

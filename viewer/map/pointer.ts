/** What the pointer does on the map besides zooming: it hovers over points and chooses one. */
import type { Point } from './layout.ts';

/** How near to a point the pointer must be to meet it, CSS pixels. */
export const REACH = { mouse: 12, touch: 24 };

export interface PointerActions {
  /** The point within reach of a place on the canvas, CSS pixels; null for none. */
  pick(place: Point, reach: number): number | null;
  /** @param place where the pointer is on the canvas, CSS pixels; left out where it is not on the map */
  hover(index: number | null, place?: Point): void;
  choose(index: number): void;
}

export function listenToPointer(canvas: HTMLCanvasElement, actions: PointerActions): void {
  const placeOf = (event: MouseEvent): Point => ({ x: event.offsetX, y: event.offsetY });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch' || event.buttons !== 0) return;
    const place = placeOf(event);
    actions.hover(actions.pick(place, REACH.mouse), place);
  });
  canvas.addEventListener('pointerleave', () => {
    actions.hover(null);
  });
  canvas.addEventListener('click', (event) => {
    const touched = event.pointerType === 'touch';
    const place = placeOf(event);
    const index = actions.pick(place, touched ? REACH.touch : REACH.mouse);
    if (index !== null) actions.choose(index);
    // A finger does not hover: a tap beside the points does.
    else if (touched) actions.hover(null, place);
  });
}

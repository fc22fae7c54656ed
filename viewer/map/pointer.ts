/** What the pointer does on the map besides zooming: it hovers over points and chooses one. */
import type { Point } from './layout.ts';

/** How near to a point the pointer must be to meet it, CSS pixels. */
const REACH = { mouse: 12, touch: 24 };

export interface PointerActions {
  /** The point within reach of a place on the canvas, CSS pixels; null for none. */
  pick(place: Point, reach: number): number | null;
  hover(index: number | null): void;
  choose(index: number): void;
}

export function listenToPointer(canvas: HTMLCanvasElement, actions: PointerActions): void {
  const pick = (event: MouseEvent, reach: number) =>
    actions.pick({ x: event.offsetX, y: event.offsetY }, reach);
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch' || event.buttons !== 0) return;
    actions.hover(pick(event, REACH.mouse));
  });
  // What is held down is no longer hovered over: it drags.
  canvas.addEventListener('pointerdown', () => {
    actions.hover(null);
  });
  canvas.addEventListener('pointerleave', () => {
    actions.hover(null);
  });
  canvas.addEventListener('click', (event) => {
    const index = pick(event, event.pointerType === 'touch' ? REACH.touch : REACH.mouse);
    if (index !== null) actions.choose(index);
  });
}

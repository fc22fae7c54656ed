/** A pointer for the keyboard: a cross on the map that the arrow keys move. */
import { element } from '../parts/elements.ts';
import type { Point } from './layout.ts';

/** How far a key moves it, and how far with Shift, CSS pixels. */
const STEPS = { near: 12, far: 60 };

export interface Crosshair {
  /** Where it is on the canvas, CSS pixels; null while it is off. */
  readonly place: Point | null;
  /** Turns it on in the middle of what is in view, or off. */
  readonly toggle: () => void;
  hide(): void;
  move(direction: Point, far: boolean): void;
}

/** @param moved is called with each new place, and with null when it is turned off */
export function createCrosshair(
  canvas: HTMLCanvasElement,
  moved: (place: Point | null) => void,
): Crosshair {
  const cross = element('div', { class: 'crosshair', 'aria-hidden': 'true', hidden: '' });
  canvas.after(cross);
  let place: Point | null = null;
  const put = (next: Point | null): void => {
    if (next === place) return;
    place = next;
    cross.hidden = place === null;
    if (place) cross.style.transform = `translate(${place.x}px, ${place.y}px)`;
    moved(place);
  };
  const hide = (): void => {
    put(null);
  };
  canvas.addEventListener('blur', hide);
  return {
    get place() {
      return place;
    },
    toggle() {
      put(place ? null : { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 });
    },
    hide,
    move({ x, y }, far) {
      if (!place) return;
      const step = far ? STEPS.far : STEPS.near;
      put({
        x: Math.min(canvas.clientWidth, Math.max(0, place.x + step * x)),
        y: Math.min(canvas.clientHeight, Math.max(0, place.y + step * y)),
      });
    },
  };
}

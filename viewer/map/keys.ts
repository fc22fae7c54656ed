import type { Point } from './layout.ts';

/** Steps by arrow key: where each leads, y downwards. */
const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export interface MapActions {
  /** Selects the next point that way; far steps leap over the near ones. */
  walk(direction: Point, far: boolean): void;
  /** Makes the map this many times larger. */
  zoomBy(factor: number): void;
  /** Shows the whole map. */
  showAll(): void;
  /** Takes the selected point into the group, or out of it. */
  toggleInGroup(): void;
  /** Takes the selected point and its nearest in latent space into the group. */
  addNearest(): void;
  /** Turns the cross-hair on or off, which the arrow keys then move. */
  aim(): void;
}

/**
 * Arrow keys walk among points (with Shift in leaps), + and − zoom, 0 shows all, X aims; Space and N change the
 * group.
 */
export function listenToKeys(canvas: HTMLCanvasElement, actions: MapActions): void {
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in DIRECTIONS) actions.walk(DIRECTIONS[event.key], event.shiftKey);
    else if (event.key === '+' || event.key === '=') actions.zoomBy(1.5);
    else if (event.key === '-') actions.zoomBy(1 / 1.5);
    else if (event.key === '0') actions.showAll();
    else if (event.key === ' ') actions.toggleInGroup();
    else if (event.key === 'n') actions.addNearest();
    else if (event.key.toLowerCase() === 'x') actions.aim();
    else return;
    event.preventDefault();
  });
}

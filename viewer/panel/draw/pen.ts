/** Draws with mouse, finger or pen, and by keyboard. */
import { PAPER } from './paint.ts';
import { addMark, type PadStore, type PenPoint } from './padState.ts';

/** The pen above the pad, whatever moves it. */
export interface Pen {
  /** @param erases whether the line erases, whatever tool is chosen */
  down(point: PenPoint, erases?: boolean): void;
  move(points: readonly PenPoint[]): void;
  up(): void;
}

export function createPen(pad: PadStore): Pen {
  const up = (): void => {
    const { current } = pad.state;
    if (current) addMark(pad, current);
  };
  return {
    down(point, erases = false) {
      // A line that another hand or the keyboard has begun ends here.
      up();
      const { tool, width, colour } = pad.state;
      const erasing = erases || tool === 'eraser';
      pad.update({
        current: { kind: 'stroke', width, colour: erasing ? PAPER : colour, points: [point] },
      });
    },
    move(points) {
      const { current } = pad.state;
      if (current) pad.update({ current: { ...current, points: [...current.points, ...points] } });
    },
    up,
  };
}

/** The button of a pen's other end, in `PointerEvent.buttons`. */
const ERASER_END = 32;

export function listenToPointer(canvas: HTMLCanvasElement, pen: Pen): void {
  let id: number | null = null;
  const point = (event: PointerEvent): PenPoint => ({
    x: event.offsetX / canvas.clientWidth,
    y: event.offsetY / canvas.clientHeight,
    // A pen pressed as hard as usual, at half its range, draws like the mouse.
    force: event.pointerType === 'pen' ? 0.4 + 1.2 * event.pressure : 1,
  });
  canvas.addEventListener('pointerdown', (event) => {
    const erases = (event.buttons & ERASER_END) !== 0;
    if (id !== null || (event.button !== 0 && !erases)) return;
    id = event.pointerId;
    canvas.setPointerCapture(id);
    pen.down(point(event), erases);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerId !== id) return;
    // A frame may hold several positions of a quick pen.
    const events = event.getCoalescedEvents();
    pen.move((events.length > 0 ? events : [event]).map(point));
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId !== id) return;
      id = null;
      pen.up();
    });
  }
}

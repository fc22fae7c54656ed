/** Draws by keyboard: arrow keys move a cursor, Space puts the pen down and lifts it. */
import type { Guides } from './guides.ts';
import type { PadStore, PenPoint } from './padState.ts';
import type { Pen } from './pen.ts';

/** Told to those who cannot see the pad. */
export const KEYS_NOTE =
  'Arrow keys move the pen, with Shift in larger steps; Space puts it down and lifts it; E changes to the ' +
  'eraser and back; Delete clears; Control Z takes a line back.';

/** Of the pad's sides: one pixel of 28. */
const STEP = 1 / 28;
const LEAP = 4 * STEP;

const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * @param clear wipes the pad
 * @param say tells what the pen does, for screen readers
 */
export function listenToKeys(
  canvas: HTMLCanvasElement,
  pad: PadStore,
  pen: Pen,
  guides: Guides,
  clear: () => void,
  say: (text: string) => void,
): void {
  let cursor: PenPoint = { x: 0.5, y: 0.5, force: 1 };
  const isDown = (): boolean => pad.state.current !== null;
  const show = (): void => {
    guides.showCursor(cursor, pad.state.width);
  };
  const move = ([x, y]: readonly [number, number], step: number): void => {
    const inside = (value: number): number => Math.min(1, Math.max(0, value));
    cursor = { ...cursor, x: inside(cursor.x + x * step), y: inside(cursor.y + y * step) };
    if (isDown()) pen.move([cursor]);
  };
  const toggle = (): void => {
    if (isDown()) pen.up();
    else pen.down(cursor);
    const at = `${Math.round(100 * cursor.x)} % from the left, ${Math.round(100 * cursor.y)} % from the top`;
    say(`Pen ${isDown() ? 'down' : 'up'}, ${at}.`);
  };
  const changeTool = (): void => {
    pen.up();
    pad.update({ tool: pad.state.tool === 'pen' ? 'eraser' : 'pen' });
    say(pad.state.tool === 'pen' ? 'Pen.' : 'Eraser.');
  };

  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in DIRECTIONS) move(DIRECTIONS[event.key], event.shiftKey ? LEAP : STEP);
    else if (event.key === ' ') {
      // A key that is held is pressed once.
      if (!event.repeat) toggle();
    } else if (event.key === 'e') changeTool();
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      pen.up();
      clear();
    } else return;
    event.preventDefault();
    show();
  });
  canvas.addEventListener('blur', () => {
    pen.up();
    guides.hideCursor();
  });
}

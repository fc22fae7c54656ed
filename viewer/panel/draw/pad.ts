/** The drawing pad: what is drawn is centred and scaled as MNIST was and goes into the store. */
import { centre } from './centre.ts';
import { byId, onNextFrame } from '../../parts/elements.ts';
import type { Page } from '../../data/load.ts';
import type { PageStore } from '../../state/state.ts';
import { drawStrokes, readInk, type Stroke } from './strokes.ts';

/** Pixels a side: sixteen for each of 28, enough for smooth edges. */
const SIZE = 448;

export function createPad(page: Page, store: PageStore): void {
  const { channels, height, width } = page.data.images;
  const canvas = byId('pad', HTMLCanvasElement);
  const undo = byId('undo', HTMLButtonElement);
  const clear = byId('clear', HTMLButtonElement);
  canvas.width = canvas.height = SIZE;
  // Read back after every stroke: kept in memory, not on the graphics card.
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const strokes: Stroke[] = [];
  let pen: { readonly id: number; readonly stroke: Stroke } | null = null;

  byId('pad-note', HTMLElement).textContent =
    `Mouse, finger or pen. The drawing is scaled and centred to ${height} × ${width} pixels as ` +
    `MNIST’s digits were${channels === 1 ? '' : ', in grey'}; the models answer while you draw.`;

  const show = onNextFrame(() => {
    drawStrokes(context, strokes);
    undo.disabled = clear.disabled = strokes.length === 0;
    const grey = centre(readInk(context), height, width);
    store.update({ drawing: grey && overChannels(grey, channels) });
  });

  const addPoint = (event: PointerEvent, stroke: Stroke): void => {
    stroke.push(event.offsetX / canvas.clientWidth, event.offsetY / canvas.clientHeight);
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (pen || event.button !== 0) return;
    pen = { id: event.pointerId, stroke: [] };
    canvas.setPointerCapture(event.pointerId);
    strokes.push(pen.stroke);
    addPoint(event, pen.stroke);
    show();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pen?.id) return;
    // A frame may hold several positions of a quick pen.
    const events = event.getCoalescedEvents();
    for (const point of events.length > 0 ? events : [event]) addPoint(point, pen.stroke);
    show();
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId === pen?.id) pen = null;
    });
  }
  undo.addEventListener('click', () => {
    strokes.pop();
    show();
  });
  clear.addEventListener('click', () => {
    strokes.length = 0;
    show();
  });
  canvas.addEventListener('keydown', (event) => {
    if (event.key !== 'z' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    strokes.pop();
    show();
  });
  drawStrokes(context, strokes);
}

/** The same grey plane in every channel. */
function overChannels(grey: Float32Array, channels: number): Float32Array {
  const image = new Float32Array(grey.length * channels);
  for (let channel = 0; channel < channels; channel++) image.set(grey, channel * grey.length);
  return image;
}

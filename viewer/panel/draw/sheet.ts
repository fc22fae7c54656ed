/** The pad's canvas: paints the marks, and hands on what the network sees of them. */
import type { Page } from '../../data/load.ts';
import { element, onNextFrame } from '../../parts/elements.ts';
import type { PictureShape } from '../../parts/picture.ts';
import type { PageStore } from '../../state/state.ts';
import { centre, scaleTo, type Centred } from './centre.ts';
import { inkOf, paintMarks, paintStroke, readInk } from './paint.ts';
import { visibleMarks, type PadStore } from './padState.ts';

/** Pixels of the longer side: sixteen for each of 28, enough for smooth edges. */
const SIZE = 448;

/** Size of the pad's canvas, in the proportions of the model's images. */
export function sheetSize({ height, width }: PictureShape): { width: number; height: number } {
  const scale = SIZE / Math.max(height, width);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** Makes the canvas, which from now on shows the pad's marks. */
export function createSheet({ data }: Page, store: PageStore, pad: PadStore): HTMLCanvasElement {
  const size = sheetSize(data.images);
  const canvas = element('canvas', { class: 'pad' });
  // Read back after every stroke: kept in memory, not on the graphics card.
  const context = sized(canvas, size).getContext('2d', { willReadFrequently: true })!;
  const settled = sized(element('canvas'), size);
  let painted: unknown = null;

  const show = onNextFrame(() => {
    const { marks, current, centred } = pad.state;
    // Only the line that is being drawn changes from frame to frame.
    if (marks !== painted) paintMarks(settled.getContext('2d')!, marks);
    painted = marks;
    context.drawImage(settled, 0, 0);
    if (current) paintStroke(context, current);
    const empty = visibleMarks(marks).length === 0 && !current;
    const { image, centring } = empty ? NOTHING : seenOf(context, data.images, centred);
    pad.update({ centring });
    store.update({ drawing: image });
  });
  pad.watch(['marks', 'current', 'centred'], show);
  return canvas;
}

function sized(canvas: HTMLCanvasElement, { width, height }: { width: number; height: number }) {
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

interface Seen {
  /** Channels × height × width in [0, 1]; null where there is nothing to see. */
  readonly image: Float32Array | null;
  readonly centring: Centred | null;
}

const NOTHING: Seen = { image: null, centring: null };

/** What the network sees of a canvas. */
function seenOf(
  context: CanvasRenderingContext2D,
  { channels, height, width }: PictureShape,
  centred: boolean,
): Seen {
  if (centred) {
    const centring = centre(readInk(context), height, width);
    return { image: centring && inChannels([centring.image], channels), centring };
  }
  const { canvas } = context;
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const colours = channels === 3 ? [0, 1, 2] : [0];
  const planes = colours.map((colour) => scaleTo(inkOf(pixels, colour), height, width));
  const image = inChannels(planes, channels);
  return { image: image.some((value) => value > 0) ? image : null, centring: null };
}

/** Planes one after the other, the first ones again where there are more channels. */
function inChannels(planes: readonly Float32Array[], channels: number): Float32Array {
  const image = new Float32Array(planes[0].length * channels);
  for (let channel = 0; channel < channels; channel++) {
    image.set(planes[channel % planes.length], channel * planes[0].length);
  }
  return image;
}

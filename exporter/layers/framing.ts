/**
 * Zeros around images, and images without their margins: the gradient of each is the other. Margins are
 * as even as can be; where they cannot, there is one pixel more at the bottom and on the right.
 */
import type { Graph, Value } from '../graph.ts';
import { padImages, slice, type Margins } from '../ops.ts';
import { nchw } from '../shapes.ts';
import type { ImageDimensions } from '../tensorNames.ts';
import type { Layer } from './layer.ts';

/** N × C × H × W → N × `larger` */
export function pad(larger: ImageDimensions): Layer {
  return {
    ...WITHOUT_TENSORS,
    kind: 'pad',
    outputShape: larger,
    infer: (g, x) => padTo(g, x, larger),
    train: (g, x) => ({
      output: padTo(g, x, larger),
      statistics: [],
      backward: (dy) => ({ parameters: [], input: () => cropTo(g, dy, dimensions(x)) }),
    }),
  };
}

/** N × C × H × W → N × `smaller` */
export function crop(smaller: ImageDimensions): Layer {
  return {
    ...WITHOUT_TENSORS,
    kind: 'crop',
    outputShape: smaller,
    infer: (g, x) => cropTo(g, x, smaller),
    train: (g, x) => ({
      output: cropTo(g, x, smaller),
      statistics: [],
      backward: (dy) => ({ parameters: [], input: () => padTo(g, dy, dimensions(x)) }),
    }),
  };
}

const WITHOUT_TENSORS = { parameters: [], statistics: [] } as const;

function padTo(g: Graph, x: Value, larger: ImageDimensions): Value {
  return padImages(g, x, marginsBetween(dimensions(x), larger));
}

function cropTo(g: Graph, x: Value, smaller: ImageDimensions): Value {
  const { top, left } = marginsBetween(smaller, dimensions(x));
  const [, height, width] = smaller;
  return slice(g, x, [
    { axis: 2, start: top, end: top + height },
    { axis: 3, start: left, end: left + width },
  ]);
}

function marginsBetween(smaller: ImageDimensions, larger: ImageDimensions): Margins {
  const [rows, columns] = [larger[1] - smaller[1], larger[2] - smaller[2]];
  const [top, left] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  return { top, left, bottom: rows - top, right: columns - left };
}

function dimensions(x: Value): ImageDimensions {
  const [, ...image] = nchw(x);
  return image;
}

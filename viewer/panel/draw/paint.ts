import type { Ink } from './centre.ts';
import { visibleMarks, type Mark, type Stroke } from './padState.ts';

/** The colour of the paper, as around MNIST's digits; an eraser is a pen of this colour. */
export const PAPER = '#000000';

/** Draws all marks on empty paper. */
export function paintMarks(context: CanvasRenderingContext2D, marks: readonly Mark[]): void {
  const { width, height } = context.canvas;
  context.fillStyle = PAPER;
  context.fillRect(0, 0, width, height);
  for (const mark of visibleMarks(marks)) {
    if (mark.kind === 'stroke') paintStroke(context, mark);
    else context.putImageData(mark.sheet, 0, 0);
  }
}

/** Draws a line, rounded and smooth: curves from middle to middle, with the pen's points as their corners. */
export function paintStroke(
  context: CanvasRenderingContext2D,
  { points, width, colour }: Stroke,
): void {
  const { canvas } = context;
  const at = (i: number): { x: number; y: number } => {
    const { x, y } = points[Math.min(points.length - 1, i)];
    return { x: x * canvas.width, y: y * canvas.height };
  };
  context.strokeStyle = colour;
  context.lineCap = 'round';
  let from = at(0);
  points.forEach(({ force }, i) => {
    const corner = at(i);
    const next = at(i + 1);
    const to = { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 };
    context.lineWidth = force * width * Math.max(canvas.width, canvas.height);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.quadraticCurveTo(corner.x, corner.y, to.x, to.y);
    context.stroke();
    from = to;
  });
  // A line that goes nowhere leaves nothing, but a pen leaves a dot.
  context.beginPath();
  context.arc(from.x, from.y, context.lineWidth / 2, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}

/** What stands on a canvas that is white on black, as ink. */
export function readInk(context: CanvasRenderingContext2D): Ink {
  const { width, height } = context.canvas;
  return inkOf(context.getImageData(0, 0, width, height), 0);
}

/** One colour of a picture as ink: 0 red, 1 green, 2 blue. */
export function inkOf({ data, width, height }: ImageData, colour: number): Ink {
  const values = new Float32Array(width * height);
  for (let i = 0; i < values.length; i++) values[i] = data[4 * i + colour] / 255;
  return { width, height, values };
}

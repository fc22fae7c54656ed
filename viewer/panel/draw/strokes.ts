import type { Ink } from './centre.ts';

/** One line of the pen: x0, y0, x1, y1, … in shares of the pad, 0 to 1. */
export type Stroke = number[];

/** Width of the pen as a share of the pad: as bold as MNIST's digits are when the pad is filled. */
const PEN = 0.075;

/** Draws strokes in white on black, rounded and smooth. */
export function drawStrokes(context: CanvasRenderingContext2D, strokes: readonly Stroke[]): void {
  const { width: size } = context.canvas;
  context.fillStyle = '#000';
  context.fillRect(0, 0, size, size);
  context.strokeStyle = '#fff';
  context.lineWidth = PEN * size;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.beginPath();
    context.moveTo(stroke[0] * size, stroke[1] * size);
    // Curves from middle to middle, with the points that the pen gave as their corners.
    for (let i = 2; i < stroke.length - 2; i += 2) {
      const [x, y] = [stroke[i] * size, stroke[i + 1] * size];
      const [nextX, nextY] = [stroke[i + 2] * size, stroke[i + 3] * size];
      context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    }
    context.lineTo(stroke[stroke.length - 2] * size, stroke[stroke.length - 1] * size);
    context.stroke();
  }
}

/** What stands on a canvas that is white on black, as ink. */
export function readInk(context: CanvasRenderingContext2D): Ink {
  const { width, height } = context.canvas;
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Float32Array(width * height);
  for (let i = 0; i < values.length; i++) values[i] = data[4 * i] / 255;
  return { width, height, values };
}

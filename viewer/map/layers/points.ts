import { pointRadius, type Layer } from '../scene.ts';

/** A disc or a ring for every point that is shown. */
export const drawPoints: Layer = (context, scene) => {
  context.setTransform(1, 0, 0, 1, 0, 0);
  const { positions, colours, placedFrom, isShown, ratio, paper } = scene;
  const radius = pointRadius(scene) * ratio;
  const k = scene.transform.k * ratio;
  const discs = colours.palette.map((colour) => disc(colour, radius));
  const rings = colours.palette.map((colour) => ring(colour, paper, radius, ratio));
  const { width, height } = context.canvas;
  // In the order of the images, so that no class lies on top of the others.
  for (let i = 0; i < colours.of.length; i++) {
    if (!isShown(i)) continue;
    const sprite = (i < placedFrom ? discs : rings)[colours.of[i]];
    const x = positions[2 * i] * k + scene.transform.x * ratio - sprite.width / 2;
    const y = positions[2 * i + 1] * k + scene.transform.y * ratio - sprite.height / 2;
    if (x < -sprite.width || y < -sprite.height || x > width || y > height) continue;
    // What lies below a ring must not fill it.
    context.globalAlpha = i < placedFrom ? 0.85 : 1;
    context.drawImage(sprite, x, y);
  }
};

/** Least radius of a ring, CSS pixels: below it a ring looks like a disc. */
const SMALLEST_RING = 3.4;

function disc(colour: string, radius: number): HTMLCanvasElement {
  return sprite(radius, (context) => {
    context.fillStyle = colour;
    context.fill();
  });
}

/** @param radius of a disc on this map, device pixels */
function ring(colour: string, paper: string, radius: number, ratio: number): HTMLCanvasElement {
  const line = Math.max(1.3 * ratio, 0.4 * radius);
  return sprite(Math.max(SMALLEST_RING * ratio, radius + ratio), (context) => {
    context.fillStyle = paper;
    context.fill();
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.stroke();
  });
}

/** A point drawn once: copying it is far quicker than filling ten thousand circles a frame. */
function sprite(
  radius: number,
  paint: (context: CanvasRenderingContext2D) => void,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  // With room for the outer half of a line.
  canvas.width = canvas.height = 2 * Math.ceil(1.3 * radius + 1);
  const context = canvas.getContext('2d')!;
  context.arc(canvas.width / 2, canvas.height / 2, radius, 0, 2 * Math.PI);
  paint(context);
  return canvas;
}

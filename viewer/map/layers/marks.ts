/** What is chosen, what the panel points out and what the pointer is at: a ring around a point, a frame around a picture. */
import { FRAME, placeOf, type Pictures } from '../pictures.ts';
import { pointRadius, seen, type Layer, type Scene } from '../scene.ts';

export function createMarks(pictures: Pictures): Layer {
  return (context, scene) => {
    const mark = (index: number | null, line: number): void => {
      if (index === null) return;
      if (pictures.opacity(scene, index) > 0.5) drawFrame(context, scene, pictures, index, line);
      else drawRing(context, scene, index, line);
    };
    for (const index of scene.highlighted) mark(index, 2);
    mark(scene.hovered, 1.5);
    mark(scene.selected, 3);
  };
}

function drawRing(
  context: CanvasRenderingContext2D,
  scene: Scene,
  index: number,
  width: number,
): void {
  const { positions, colours, paper, ink } = scene;
  const { x, y } = seen(scene, { x: positions[2 * index], y: positions[2 * index + 1] });
  const radius = pointRadius(scene) + 4;
  const circle = (r: number): void => {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
  };
  circle(radius);
  context.fillStyle = paper;
  context.fill();
  context.lineWidth = width;
  context.strokeStyle = ink;
  context.stroke();
  circle(radius - width / 2 - 2);
  context.fillStyle = colours.palette[colours.of[index]];
  context.fill();
}

function drawFrame(
  context: CanvasRenderingContext2D,
  scene: Scene,
  pictures: Pictures,
  index: number,
  width: number,
): void {
  const { ratio, ink, paper } = scene;
  const size = pictures.size(ratio);
  const { x, y } = placeOf(scene, index, size);
  const around = (line: number, colour: string, gap: number): void => {
    const out = FRAME + gap + line / 2;
    context.lineWidth = line;
    context.strokeStyle = colour;
    context.strokeRect(
      x / ratio - out,
      y / ratio - out,
      size.width / ratio + 2 * out,
      size.height / ratio + 2 * out,
    );
  };
  around(1, paper, 0);
  around(width, ink, 1);
}

import { pointRadius, seen, type Layer, type Scene } from '../scene.ts';

/** A ring around the point under the pointer, and a bolder one around the selected point. */
export const drawMarks: Layer = (context, scene) => {
  if (scene.hovered !== null) drawRing(context, scene, scene.hovered, 1.5);
  if (scene.selected !== null) drawRing(context, scene, scene.selected, 3);
};

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

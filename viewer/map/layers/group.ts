import { pointRadius, seen, type Layer, type Scene } from '../scene.ts';

/** The group's points once more: above the others, and with a rim, so that not their colour alone tells them. */
export const drawGroup: Layer = (context, scene) => {
  const { positions, colours, placedFrom, group, isShown, width, height } = scene;
  const sprites = new Map<string, HTMLCanvasElement>();
  for (const index of group) {
    if (!isShown(index)) continue;
    const placed = index >= placedFrom;
    const colour = colours.palette[colours.of[index]];
    const key = `${colour} ${placed}`;
    const sprite = sprites.get(key) ?? rimmed(scene, colour, placed);
    sprites.set(key, sprite);
    const { x, y } = seen(scene, { x: positions[2 * index], y: positions[2 * index + 1] });
    const side = sprite.width / scene.ratio;
    if (x < -side || y < -side || x > width + side || y > height + side) continue;
    context.drawImage(sprite, x - side / 2, y - side / 2, side, side);
  }
};

/** Such a point drawn once, to be copied: a disc, or a ring for a placed image, within a rim. */
function rimmed(scene: Scene, colour: string, placed: boolean): HTMLCanvasElement {
  const { ratio, ink, paper } = scene;
  const rim = Math.max(1, 0.2 * pointRadius(scene));
  const radius = Math.max(2, pointRadius(scene) + rim / 2);
  const line = Math.max(1.3, 0.4 * radius);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 2 * Math.ceil((radius + (placed ? line : 0) + rim) * ratio);
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, canvas.width / 2, canvas.height / 2);
  const circle = (r: number, fill: string): void => {
    context.beginPath();
    context.arc(0, 0, r, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
  };
  const outer = radius + (placed ? line / 2 : 0);
  circle(outer + rim / 2, ink);
  circle(outer - rim / 2, colour);
  if (placed) circle(outer - rim / 2 - line, paper);
  return canvas;
}

import type { Point } from '../layout.ts';
import { pointRadius, seen, type Layer, type Scene } from '../scene.ts';

/** The group's points once more: above the others, and within a line, so that not their colour alone tells them. */
export const drawGroup: Layer = (context, scene) => {
  const { colours, placedFrom, group } = scene;
  if (group.size === 0) return;
  const radius = Math.max(2, pointRadius(scene));
  const rim = Math.max(1.25, 0.25 * radius);
  const members = inSight(scene, 2 * radius);
  // All rims first: points that lie close together share one line around them.
  const back = disc(radius + rim, scene.ink, scene.ratio);
  for (const { place } of members) stamp(context, back, place, scene.ratio);
  const discs = colours.palette.map((colour) => disc(radius, colour, scene.ratio));
  const hole = disc(0.5 * radius, scene.paper, scene.ratio);
  for (const { index, place } of members) {
    stamp(context, discs[colours.of[index]], place, scene.ratio);
    if (index >= placedFrom) stamp(context, hole, place, scene.ratio);
  }
};

/** @param margin around the canvas from where a point still reaches into it, CSS pixels */
function inSight(scene: Scene, margin: number): { index: number; place: Point }[] {
  const { positions, group, isShown, width, height } = scene;
  const members: { index: number; place: Point }[] = [];
  for (const index of group) {
    if (!isShown(index)) continue;
    const place = seen(scene, { x: positions[2 * index], y: positions[2 * index + 1] });
    const { x, y } = place;
    if (x < -margin || y < -margin || x > width + margin || y > height + margin) continue;
    members.push({ index, place });
  }
  return members;
}

/** A disc drawn once, to be copied. */
function disc(radius: number, colour: string, ratio: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 2 * Math.ceil(radius * ratio + 1);
  const context = canvas.getContext('2d')!;
  context.arc(canvas.width / 2, canvas.height / 2, radius * ratio, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  return canvas;
}

function stamp(
  context: CanvasRenderingContext2D,
  sprite: HTMLCanvasElement,
  { x, y }: Point,
  ratio: number,
): void {
  const side = sprite.width / ratio;
  context.drawImage(sprite, x - side / 2, y - side / 2, side, side);
}

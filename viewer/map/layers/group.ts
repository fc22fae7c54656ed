import type { Point } from '../layout.ts';
import type { Pictures } from '../pictures.ts';
import { pointRadius, seen, type Layer, type Scene } from '../scene.ts';
import { drawFrame } from './marks.ts';

/** The group once more, so that not its colour alone tells it: points within a line above the others, pictures in a frame. */
export function createGroupLayer(pictures: Pictures): Layer {
  return (context, scene) => {
    if (scene.group.size === 0) return;
    const members = inSight(scene);
    const asPicture = ({ index }: Member): boolean => pictures.opacity(scene, index) > 0.5;
    drawDots(
      context,
      scene,
      members.filter((member) => !asPicture(member)),
    );
    for (const { index } of members.filter(asPicture)) {
      drawFrame(context, scene, pictures, index, 1.5);
    }
  };
}

/** An image of the group and where it is seen. */
interface Member {
  readonly index: number;
  readonly place: Point;
}

function drawDots(
  context: CanvasRenderingContext2D,
  scene: Scene,
  members: readonly Member[],
): void {
  const { colours, placedFrom } = scene;
  const radius = Math.max(2, pointRadius(scene));
  const rim = Math.max(1.25, 0.25 * radius);
  // All rims first: points that lie close together share one line around them.
  const back = disc(radius + rim, scene.ink, scene.ratio);
  for (const { place } of members) stamp(context, back, place, scene.ratio);
  const discs = colours.palette.map((colour) => disc(radius, colour, scene.ratio));
  const hole = disc(0.5 * radius, scene.paper, scene.ratio);
  for (const { index, place } of members) {
    stamp(context, discs[colours.of[index]], place, scene.ratio);
    if (index >= placedFrom) stamp(context, hole, place, scene.ratio);
  }
}

/** From so far around the canvas a point or a picture still reaches into it, CSS pixels. */
const MARGIN = 40;

function inSight(scene: Scene): Member[] {
  const { positions, group, isShown, width, height } = scene;
  const members: Member[] = [];
  for (const index of group) {
    if (!isShown(index)) continue;
    const place = seen(scene, { x: positions[2 * index], y: positions[2 * index + 1] });
    const { x, y } = place;
    if (x < -MARGIN || y < -MARGIN || x > width + MARGIN || y > height + MARGIN) continue;
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

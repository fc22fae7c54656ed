import type { Point } from './mapLayout.ts';
import type { PointColours } from './pointColours.ts';

/** All that a picture of the map depends on; lengths in CSS pixels. */
export interface Scene {
  /** Points × 2, at zoom 1. */
  readonly positions: Float32Array;
  readonly colours: PointColours;
  /** Points from this one on were placed on the map: rings instead of discs. */
  readonly placedFrom: number;
  readonly isShown: (index: number) => boolean;
  readonly hiddenClasses: ReadonlySet<number>;
  readonly selected: number | null;
  readonly hovered: number | null;
  /** Zoom and shift: a position p is seen at p · k + (x, y). */
  readonly transform: { readonly k: number; readonly x: number; readonly y: number };
  readonly width: number;
  readonly height: number;
  /** Device pixels for one CSS pixel. */
  readonly ratio: number;
  /** Where each class's name stands, at zoom 1. */
  readonly anchors: readonly (Point | null)[];
  readonly classNames: readonly string[];
  readonly paper: string;
  readonly ink: string;
}

/** Draws the whole map; the canvas is `width` × `height` × `ratio` device pixels. */
export function drawMap(context: CanvasRenderingContext2D, scene: Scene): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  drawPoints(context, scene);
  context.setTransform(scene.ratio, 0, 0, scene.ratio, 0, 0);
  drawNames(context, scene);
  if (scene.hovered !== null) drawRing(context, scene, scene.hovered, 1.5);
  if (scene.selected !== null) drawRing(context, scene, scene.selected, 3);
}

/** Radius of a point: smaller the more there are, growing slowly as one zooms in. */
export function pointRadius({ positions, width, height, transform }: Scene): number {
  const share = Math.sqrt((width * height) / (positions.length / 2));
  return Math.min(5, Math.max(1.1, 0.3 * share)) * Math.min(3, Math.sqrt(transform.k));
}

function drawPoints(context: CanvasRenderingContext2D, scene: Scene): void {
  const { positions, colours, placedFrom, isShown, ratio } = scene;
  const radius = pointRadius(scene) * ratio;
  const k = scene.transform.k * ratio;
  const discs = colours.palette.map((colour) => sprite(colour, radius, 'disc'));
  const rings = colours.palette.map((colour) => sprite(colour, radius, 'ring'));
  const half = discs[0].width / 2;
  const left = scene.transform.x * ratio - half;
  const top = scene.transform.y * ratio - half;
  const [right, bottom] = [context.canvas.width, context.canvas.height];
  context.globalAlpha = 0.85;
  // In the order of the images, so that no class lies on top of the others.
  for (let i = 0; i < colours.of.length; i++) {
    if (!isShown(i)) continue;
    const x = positions[2 * i] * k + left;
    const y = positions[2 * i + 1] * k + top;
    if (x < -2 * half || y < -2 * half || x > right || y > bottom) continue;
    context.drawImage((i < placedFrom ? discs : rings)[colours.of[i]], x, y);
  }
  context.globalAlpha = 1;
}

/** A point drawn once: copying it is far quicker than filling ten thousand circles a frame. */
function sprite(colour: string, radius: number, shape: 'disc' | 'ring'): HTMLCanvasElement {
  const line = Math.max(1, 0.45 * radius);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 2 * Math.ceil(radius + line + 1);
  const context = canvas.getContext('2d')!;
  const middle = canvas.width / 2;
  context.arc(middle, middle, shape === 'disc' ? radius : radius + line / 2, 0, 2 * Math.PI);
  context.fillStyle = context.strokeStyle = colour;
  context.lineWidth = line;
  if (shape === 'disc') context.fill();
  else context.stroke();
  return canvas;
}

function drawNames(context: CanvasRenderingContext2D, scene: Scene): void {
  context.font = `650 ${scene.width < 500 ? 15 : 18}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 5;
  context.strokeStyle = scene.paper;
  context.fillStyle = scene.ink;
  scene.anchors.forEach((anchor, label) => {
    if (!anchor || scene.hiddenClasses.has(label)) return;
    const { x, y } = seen(scene, anchor);
    context.strokeText(scene.classNames[label], x, y);
    context.fillText(scene.classNames[label], x, y);
  });
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

/** Where a position of zoom 1 is seen now. */
export function seen({ transform }: Scene, { x, y }: Point): Point {
  return { x: x * transform.k + transform.x, y: y * transform.k + transform.y };
}

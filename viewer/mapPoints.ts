import type { Point } from './mapLayout.ts';

/** All that a picture of the map depends on; lengths in CSS pixels. */
export interface Scene {
  /** Points × 2, at zoom 1. */
  readonly positions: Float32Array;
  readonly labels: Int32Array;
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
  readonly classColours: readonly string[];
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
  const { positions, labels, hiddenClasses, ratio } = scene;
  const radius = pointRadius(scene) * ratio;
  const k = scene.transform.k * ratio;
  const left = scene.transform.x * ratio - radius - 1;
  const top = scene.transform.y * ratio - radius - 1;
  const [right, bottom] = [context.canvas.width, context.canvas.height];
  const sprites = scene.classColours.map((colour) => disc(colour, radius));
  context.globalAlpha = 0.85;
  // In the order of the images, so that no class lies on top of the others.
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (hiddenClasses.has(label)) continue;
    const x = positions[2 * i] * k + left;
    const y = positions[2 * i + 1] * k + top;
    const sprite = sprites[label];
    if (x < -sprite.width || y < -sprite.width || x > right || y > bottom) continue;
    context.drawImage(sprite, x, y);
  }
  context.globalAlpha = 1;
}

/** A point drawn once: copying it is far quicker than filling ten thousand circles a frame. */
function disc(colour: string, radius: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.ceil(2 * radius + 2);
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.arc(radius + 1, radius + 1, radius, 0, 2 * Math.PI);
  context.fill();
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
  const { positions, labels, classColours, paper, ink } = scene;
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
  context.fillStyle = classColours[labels[index]];
  context.fill();
}

/** Where a position of zoom 1 is seen now. */
export function seen({ transform }: Scene, { x, y }: Point): Point {
  return { x: x * transform.k + transform.x, y: y * transform.k + transform.y };
}

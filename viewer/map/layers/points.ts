import type { NameSize } from '../classAnchors.ts';
import type { Point } from '../layout.ts';
import type { PointColours } from '../pointColours.ts';

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
  context.globalAlpha = 1;
}

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

/** Type size of the names on a map so wide, CSS pixels. */
function nameSize(width: number): number {
  return width < 500 ? 15 : 18;
}

function nameFont(width: number): string {
  return `650 ${nameSize(width)}px system-ui, sans-serif`;
}

/** How large each name is on a map so wide, CSS pixels. */
export function nameSizes(
  context: CanvasRenderingContext2D,
  names: readonly string[],
  width: number,
): NameSize[] {
  context.font = nameFont(width);
  const height = 1.2 * nameSize(width);
  return names.map((name) => ({ width: context.measureText(name).width, height }));
}

function drawNames(context: CanvasRenderingContext2D, scene: Scene): void {
  context.font = nameFont(scene.width);
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

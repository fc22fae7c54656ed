import { onCanvas, type Point, type Zoom } from './layout.ts';
import type { PointColours } from './pointColours.ts';

/** All that a picture of the map depends on; lengths in CSS pixels. */
export interface Scene {
  /** Points × 2, at zoom 1. */
  readonly positions: Float32Array;
  /** Whether points are on their way to other places. */
  readonly moving: boolean;
  readonly colours: PointColours;
  /** Points from this one on were placed on the map: rings instead of discs. */
  readonly placedFrom: number;
  /** Another function whenever other points are shown. */
  readonly isShown: (index: number) => boolean;
  readonly hiddenClasses: ReadonlySet<number>;
  readonly group: ReadonlySet<number>;
  readonly selected: number | null;
  readonly hovered: number | null;
  /** Points that the panel points out. */
  readonly highlighted: readonly number[];
  readonly transform: Zoom;
  readonly width: number;
  readonly height: number;
  /** Device pixels for one CSS pixel. */
  readonly ratio: number;
  /** Where each class's name stands, at zoom 1. */
  readonly anchors: readonly (Point | null)[];
  readonly classNames: readonly string[];
  readonly paper: string;
  readonly ink: string;
  /** Whether no other frame will follow, so that all must be there at once. */
  readonly final: boolean;
}

/**
 * One of the pictures that lie on one another on the map's canvas; its unit is the CSS pixel, and it is drawn
 * anew in every frame that shows something new.
 */
export type Layer = (context: CanvasRenderingContext2D, scene: Scene) => void;

/** Draws layers on empty paper, the first lowest; the canvas is `width` × `height` × `ratio` device pixels. */
export function drawLayers(
  context: CanvasRenderingContext2D,
  scene: Scene,
  layers: readonly Layer[],
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  for (const layer of layers) {
    context.setTransform(scene.ratio, 0, 0, scene.ratio, 0, 0);
    context.save();
    layer(context, scene);
    context.restore();
  }
}

/** Radius of a point: smaller the more there are, growing slowly as one zooms in. */
export function pointRadius({ positions, width, height, transform }: Scene): number {
  const share = Math.sqrt((width * height) / (positions.length / 2));
  return Math.min(5, Math.max(1.1, 0.3 * share)) * Math.min(3, Math.sqrt(transform.k));
}

/** Least radius of a ring, CSS pixels: below it a ring looks like a disc. */
const SMALLEST_RING = 2.2;

/** What stands for a placed image: the middle of its line is `radius` away from its place. */
export function placedRing(scene: Scene): { readonly radius: number; readonly line: number } {
  const radius = pointRadius(scene);
  return { radius: Math.max(SMALLEST_RING, radius + 1), line: Math.max(1.3, 0.4 * radius) };
}

/** Where a position of zoom 1 is seen now. */
export function seen({ transform }: Pick<Scene, 'transform'>, position: Point): Point {
  return onCanvas(transform, position);
}

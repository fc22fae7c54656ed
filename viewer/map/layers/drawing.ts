/**
 * Where the drawing belongs on the map: a ring with hair lines, which no point has, in a soft circle as wide
 * as the place is uncertain; an arrow at the edge while it is out of sight.
 */
import type { Place } from '../../models/space.ts';
import { wantsLessMotion } from '../../parts/elements.ts';
import type { PageStore } from '../../state/state.ts';
import type { Point } from '../layout.ts';
import type { MapPoints } from '../points.ts';
import { seen, type Layer, type Scene } from '../scene.ts';

/** CSS pixels. */
const RADIUS = 9;
const HAIR = 8;
/** From the edge of the map to an arrow's tip. */
const EDGE = 10;
/** In which the mark comes two thirds of its way nearer, milliseconds. */
const LAG = 60;
const LONGEST_STEP = 50;
/** Share of its uncertainty to which a mark that is so near counts as arrived. */
const NEAR = 0.05;

export function createDrawingLayer(store: PageStore, points: MapPoints, redraw: () => void): Layer {
  let shown: Place | null = null;
  let last = 0;
  store.watch(['answer', 'subject', 'map'], ({ subject }) => {
    if (subject === 'drawing' || shown) redraw();
  });

  /** Moves the mark towards its place, and asks for another frame while it is on its way. */
  const follow = (target: Place | null): Place | null => {
    const now = performance.now();
    // After a rest, the first step is as long as a slow frame.
    const passed = Math.min(now - last, LONGEST_STEP);
    last = now;
    if (!target || shown?.map !== target.map || wantsLessMotion()) return target;
    const share = 1 - Math.exp(-passed / LAG);
    const step = (key: 'x' | 'y' | 'uncertainty') =>
      shown![key] + share * (target[key] - shown![key]);
    const next = { ...target, x: step('x'), y: step('y'), uncertainty: step('uncertainty') };
    const left = Math.hypot(target.x - next.x, target.y - next.y);
    if (left <= NEAR * target.uncertainty) return target;
    redraw();
    return next;
  };

  return (context, scene) => {
    const { answer, subject, map } = store.state;
    const place = subject === 'drawing' ? (answer?.place ?? null) : null;
    shown = follow(place?.map === map ? place : null);
    if (!shown) return;
    const { fit } = points;
    const at = seen(scene, fit.at(shown));
    drawUncertainty(context, scene, at, shown.uncertainty * fit.scale * scene.transform.k);
    const edge = nearestInside(at, scene);
    if (edge.x === at.x && edge.y === at.y) drawMark(context, scene, at);
    else drawArrow(context, scene, edge, Math.atan2(at.y - edge.y, at.x - edge.x));
  };
}

function drawUncertainty(
  context: CanvasRenderingContext2D,
  { ink }: Scene,
  { x, y }: Point,
  radius: number,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.globalAlpha = 0.12;
  context.fillStyle = ink;
  context.fill();
  context.globalAlpha = 0.5;
  context.setLineDash([3, 4]);
  context.strokeStyle = ink;
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function drawMark(context: CanvasRenderingContext2D, scene: Scene, { x, y }: Point): void {
  context.beginPath();
  context.arc(x, y, RADIUS, 0, 2 * Math.PI);
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    context.moveTo(x + dx * (RADIUS - 4), y + dy * (RADIUS - 4));
    context.lineTo(x + dx * (RADIUS + HAIR), y + dy * (RADIUS + HAIR));
  }
  strokeTwice(context, scene);
}

/** @param angle from the arrow to what it points to, clockwise from the right */
function drawArrow(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { x, y }: Point,
  angle: number,
): void {
  context.translate(x, y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(-22, 0);
  context.lineTo(0, 0);
  context.moveTo(-9, -7);
  context.lineTo(0, 0);
  context.lineTo(-9, 7);
  strokeTwice(context, scene);
}

/** In ink, on a rim of paper that sets it off from the points. */
function strokeTwice(context: CanvasRenderingContext2D, { paper, ink }: Scene): void {
  context.lineCap = context.lineJoin = 'round';
  context.lineWidth = 6;
  context.strokeStyle = paper;
  context.stroke();
  context.lineWidth = 2.5;
  context.strokeStyle = ink;
  context.stroke();
}

/** The point itself where it is in sight, else the nearest at the edge. */
function nearestInside({ x, y }: Point, { width, height }: Scene): Point {
  return {
    x: Math.min(width - EDGE, Math.max(EDGE, x)),
    y: Math.min(height - EDGE, Math.max(EDGE, y)),
  };
}

import type { Page } from '../../data/load.ts';
import { pathOf, type End } from '../../state/between.ts';
import type { PageStore } from '../../state/state.ts';
import type { Point } from '../layout.ts';
import { seen, type Layer, type Scene } from '../scene.ts';

/** CSS pixels. */
const RADIUS = { letter: 11, dot: 4, here: 7 };

/** While the Between tab is open: its ends as letters, its steps as dots where each belongs on the map. */
export function createPathLayer(page: Page, store: PageStore, redraw: () => void): Layer {
  const spans = page.maps.map(({ positions }) => widest(positions));
  store.watch(['panel', 'between', 'path'], redraw);
  return (context, scene) => {
    const { panel, between, map } = store.state;
    if (panel !== 'between') return;
    const places = pathOf(store.state)?.places;
    const onMap = places?.map === map ? places.points : [];
    const toScene = mapToScene(page.maps[map].positions, scene.positions, spans[map]);
    const steps = onMap.map((place) => seen(scene, toScene(place)));
    const here = Math.round(between.t * (steps.length - 1));
    steps.forEach((place, s) => {
      drawDot(context, scene, place, s === here ? RADIUS.here : RADIUS.dot);
    });
    drawLetter(context, scene, 'A', endPlace(scene, between.a, steps.at(0)));
    drawLetter(context, scene, 'B', endPlace(scene, between.b, steps.at(-1)));
  };
}

/** An image stands where it is on the map, a drawing where it belongs. */
function endPlace(scene: Scene, end: End | null, placed: Point | undefined): Point | null {
  if (end?.kind === 'point') return seen(scene, pointAt(scene.positions, end.index));
  return (end && placed) ?? null;
}

function drawDot(
  context: CanvasRenderingContext2D,
  { paper, ink }: Scene,
  { x, y }: Point,
  radius: number,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = ink;
  context.strokeStyle = paper;
  context.lineWidth = 2;
  context.fill();
  context.stroke();
}

function drawLetter(
  context: CanvasRenderingContext2D,
  scene: Scene,
  letter: string,
  place: Point | null,
): void {
  if (!place) return;
  drawDot(context, scene, place, RADIUS.letter);
  context.font = '680 13px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = scene.paper;
  context.fillText(letter, place.x, place.y + 0.5);
}

/**
 * From places on a map, in its units, to those on the canvas at zoom 1: told by two points, since one scale
 * holds for both axes.
 *
 * @param map points × 2, y upwards
 * @param canvas the same, CSS pixels, y downwards
 * @param between two points that are far apart
 */
export function mapToScene(
  map: Float32Array,
  canvas: Float32Array,
  [first, second]: readonly [number, number],
): (place: Point) => Point {
  const scale =
    distance(pointAt(canvas, first), pointAt(canvas, second)) /
    (distance(pointAt(map, first), pointAt(map, second)) || 1);
  const [from, to] = [pointAt(map, first), pointAt(canvas, first)];
  return ({ x, y }) => ({ x: to.x + scale * (x - from.x), y: to.y - scale * (y - from.y) });
}

/** Two points that are far apart: the first of all, and the one farthest from it. */
export function widest(map: Float32Array): readonly [number, number] {
  const first = pointAt(map, 0);
  let farthest = 0;
  for (let i = 0; i < map.length / 2; i++) {
    if (distance(first, pointAt(map, i)) > distance(first, pointAt(map, farthest))) farthest = i;
  }
  return [0, farthest];
}

function pointAt(positions: Float32Array, index: number): Point {
  return { x: positions[2 * index], y: positions[2 * index + 1] };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

import { pathOf, type End } from '../../state/between.ts';
import type { PageStore } from '../../state/state.ts';
import type { Point } from '../layout.ts';
import type { MapPoints } from '../points.ts';
import { seen, type Layer, type Scene } from '../scene.ts';

/** CSS pixels. */
const RADIUS = { letter: 11, dot: 4, here: 7 };

/** While the Between tab is open: its ends as letters, its steps as dots on a line, where each belongs on the map. */
export function createPathLayer(store: PageStore, points: MapPoints, redraw: () => void): Layer {
  store.watch(['panel', 'between', 'path'], redraw);
  return (context, scene) => {
    const { panel, between, map } = store.state;
    if (panel !== 'between') return;
    const places = pathOf(store.state)?.places;
    const onMap = places?.map === map ? places.points : [];
    const steps = onMap.map((place) => seen(scene, points.fit.at(place)));
    drawWay(context, scene, steps);
    const here = Math.round(between.t * (steps.length - 1));
    steps.forEach((place, s) => {
      drawDot(context, scene, place, s === here ? RADIUS.here : RADIUS.dot);
    });
    drawLetter(context, scene, 'A', endPlace(scene, between.a, steps.at(0)));
    drawLetter(context, scene, 'B', endPlace(scene, between.b, steps.at(-1)));
  };
}

/** An image stands where it is on the map, all else where it belongs. */
function endPlace(scene: Scene, end: End | null, placed: Point | undefined): Point | null {
  if (end?.kind !== 'point') return (end && placed) ?? null;
  const { positions } = scene;
  return seen(scene, { x: positions[2 * end.index], y: positions[2 * end.index + 1] });
}

/** From step to step: on a map, neighbours on the way may stand far apart. */
function drawWay(
  context: CanvasRenderingContext2D,
  { paper, ink }: Scene,
  steps: readonly Point[],
): void {
  context.beginPath();
  for (const { x, y } of steps) context.lineTo(x, y);
  context.lineJoin = 'round';
  context.strokeStyle = paper;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  context.stroke();
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

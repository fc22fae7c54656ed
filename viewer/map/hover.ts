/**
 * What is told of the place at which the pointer or the cross-hair is: the point that is met there, else
 * what the decoder makes of the place; and how many images without pictures lie around it.
 */
import type { Page } from '../data/load.ts';
import type { PageStore } from '../state/state.ts';
import type { Camera } from './camera.ts';
import type { CrowdAround } from './crowd/around.ts';
import { createCrosshair, type Crosshair } from './crosshair.ts';
import type { Blender } from './decoding/blender.ts';
import { createPlaceCards } from './decoding/placeCard.ts';
import { pointsBehind } from './decoding/places.ts';
import { onCanvas, type Point } from './layout.ts';
import { REACH } from './pointer.ts';
import type { MapPoints } from './points.ts';
import { crowdCard, createTooltip, pointCard, withLine } from './tooltip.ts';

export interface Hover {
  /** The point that is met; null for none. */
  readonly index: number | null;
  readonly crosshair: Crosshair;
  /** Points at a place on the canvas, CSS pixels; null: at nothing. */
  readonly pointAt: (place: Point | null) => void;
  /** Tells what lies under the cross-hair now, since map or points have moved; the pointer has to move anew. */
  renew(): void;
}

/** @param redraw is called when another point is met */
export function createHover(
  page: Page,
  store: PageStore,
  canvas: HTMLCanvasElement,
  parts: {
    readonly points: MapPoints;
    readonly camera: Camera;
    readonly blender: Blender;
    readonly around: CrowdAround;
  },
  redraw: () => void,
): Hover {
  const { points, camera, blender, around } = parts;
  const crosshair = createCrosshair(canvas, pointAt);
  const tooltip = createTooltip(page, () => crosshair.place !== null);
  const placeCards = createPlaceCards(page, store, blender);
  let met: number | null = null;

  function pointAt(place: Point | null): void {
    const onMap = place && camera.onMap(place);
    const index = onMap && points.nearest(onMap, REACH.mouse / camera.transform.k);
    if (index !== met || !place) {
      const at = index === null ? null : onCanvas(camera.transform, points.at(index));
      if (at) tooltip.show(withLine(pointCard(page, index!), around(at, camera.transform)), at);
      else tooltip.show(null);
    }
    tellOfEmpty(index === null ? place : null);
    if (index === met) return;
    met = index;
    canvas.style.cursor = index === null ? '' : 'pointer';
    redraw();
  }

  /** @param place where no point is met, CSS pixels; null for none */
  function tellOfEmpty(place: Point | null): void {
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    const behind = place && pointsBehind(points, camera.onMap(place), size);
    const further = place ? around(place, camera.transform) : '';
    const isAsked = placeCards.ask(behind, (card) => {
      tooltip.show(withLine(card, further), place!);
    });
    if (!isAsked && place) tooltip.show(further === '' ? null : crowdCard(further), place);
  }

  return {
    get index() {
      return met;
    },
    crosshair,
    pointAt,
    renew() {
      pointAt(crosshair.place);
    },
  };
}

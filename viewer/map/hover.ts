/**
 * What is told of the place at which the pointer or the cross-hair is: the point that is met there, else
 * what the decoder makes of the place.
 */
import type { Page } from '../data/load.ts';
import type { PageStore } from '../state/state.ts';
import type { Camera } from './camera.ts';
import { createCrosshair, type Crosshair } from './crosshair.ts';
import type { Blender } from './decoding/blender.ts';
import { createPlaceCards } from './decoding/placeCard.ts';
import { pointsBehind } from './decoding/places.ts';
import { onCanvas, type Point } from './layout.ts';
import { REACH } from './pointer.ts';
import type { MapPoints } from './points.ts';
import { createTooltip, pointCard } from './tooltip.ts';

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
  parts: { readonly points: MapPoints; readonly camera: Camera; readonly blender: Blender },
  redraw: () => void,
): Hover {
  const { points, camera, blender } = parts;
  const crosshair = createCrosshair(canvas, pointAt);
  const tooltip = createTooltip(page, () => crosshair.place !== null);
  const placeCards = createPlaceCards(page, store, blender);
  let met: number | null = null;

  function pointAt(place: Point | null): void {
    const onMap = place && camera.onMap(place);
    const index = onMap && points.nearest(onMap, REACH.mouse / camera.transform.k);
    if (index !== met || !place) {
      const at = index === null ? undefined : onCanvas(camera.transform, points.at(index));
      tooltip.show(index === null ? null : pointCard(page, index), at);
    }
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    const empty = index === null ? onMap : null;
    placeCards.ask(empty && pointsBehind(points, empty, size), (card) => {
      tooltip.show(card, place!);
    });
    if (index === met) return;
    met = index;
    canvas.style.cursor = index === null ? '' : 'pointer';
    redraw();
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

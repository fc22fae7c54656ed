/** What is to be said of the images without pictures that lie around a place. */
import type { Crowd } from '../../data/crowd.ts';
import type { Page } from '../../data/load.ts';
import { isCrowdShown } from '../../state/shown.ts';
import type { PageStore } from '../../state/state.ts';
import type { Point, Zoom } from '../layout.ts';
import type { MapPoints } from '../points.ts';
import { classesIn, inWords } from './counts.ts';
import { boxAround, placingOf } from './placing.ts';

/** How far around a place they are counted, CSS pixels. */
const REACH = 12;

/** Gives a sentence about a place on the canvas, CSS pixels; empty where there is nothing to be said. */
export type CrowdAround = (place: Point, transform: Zoom) => string;

export function createCrowdAround(
  { data }: Page,
  store: PageStore,
  points: MapPoints,
  coming: Promise<Crowd | null>,
): CrowdAround {
  let crowd: Crowd | null = null;
  void coming.then((found) => {
    crowd = found;
  });
  return (place, transform) => {
    if (crowd === null || !isCrowdShown(store.state)) return '';
    const placing = placingOf(crowd.grid, points.fit, transform);
    const box = boxAround(placing, place, { x: REACH, y: REACH });
    const { hiddenClasses } = store.state;
    const classes = classesIn(crowd, box, (label) => !hiddenClasses.has(label));
    return inWords(classes, data.dataset.classNames);
  };
}

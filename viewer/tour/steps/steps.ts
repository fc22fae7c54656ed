/** The tour, step after step; a page that lacks what a step is about goes without it. */
import type { Page } from '../../data/load.ts';
import type { Cast } from '../cast.ts';
import { alike, inside, making, misreading, welcome } from './mapSteps.ts';
import { between, drawing, muting, redrawing } from './modelSteps.ts';
import type { Step } from './step.ts';

/** Classes that the tour draws. */
const DRAWN = ['3', '8'];

/** @param working whether the models answer, or will */
export function stepsOf(page: Page, cast: Cast, working: boolean): readonly Step[] {
  const { data, frames, neighbours, labels } = page;
  const digits = DRAWN.every((name) => data.dataset.classNames.includes(name));
  const selected = cast.images[cast.images.length - 1];
  const only = (available: boolean, ...steps: readonly Step[]) => (available ? steps : []);
  return [
    welcome(page),
    ...only(working, inside(cast)),
    ...only(neighbours.k > 0, alike(page, selected)),
    ...(frames?.map === cast.map ? [making(frames)] : []),
    misreading(page, cast),
    ...only(working && digits, drawing(), redrawing()),
    ...only(working && labels.length > 1, between()),
    ...only(working, muting(page, selected)),
    FAREWELL,
  ];
}

const FAREWELL: Step = {
  title: 'Now it is yours',
  text: [
    'Choose dots, draw, slide and mute as you like; further down are the measures, and how to read this page. ' +
      'When you close this, all is as it was before the tour.',
  ],
  targets: ['.tabs'],
};

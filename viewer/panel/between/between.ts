/**
 * The Between tab: two ends, a slider that goes from one to the other in latent space, and what the decoder
 * makes of the way. Here its parts come together; each is in its own file.
 */
import type { Page } from '../../data/load.ts';
import type { Models } from '../../models/models.ts';
import { element } from '../../parts/elements.ts';
import { putEnd } from '../../state/actions.ts';
import { isShown } from '../../state/shown.ts';
import type { PageStore } from '../../state/state.ts';
import { panelHost } from '../tabs.ts';
import { askAboutPath } from './askAboutPath.ts';
import { createComparison } from './comparison.ts';
import { otherEnd } from './ends.ts';
import { createSlots } from './slots.ts';
import { createStrip } from './strip.ts';
import { createTravel } from './travel.ts';

const ABOUT =
  'The slider goes in a straight line from the latent of A to that of B, and the decoder turns each place ' +
  'on it into an image. Where that looks like the two images laid over each other, the latent holds ' +
  'little more than pixels there.';

export function createBetween(page: Page, store: PageStore, models: Models): void {
  const empty = element('p', { class: 'empty' }, 'Choose two ends to see what lies between them.');
  const way = element(
    'div',
    { class: 'way' },
    createTravel(store),
    createComparison(page, store),
    createStrip(page, store),
  );
  panelHost('between').append(
    element('p', { class: 'quiet' }, ABOUT),
    createSlots(page, store),
    empty,
    way,
  );
  store.watch(['between', 'engine'], ({ between, engine }) => {
    const ends = between.a !== null && between.b !== null;
    empty.hidden = ends;
    way.hidden = !ends || engine.status === 'failed';
  });
  store.watch(['panel'], ({ panel, between }) => {
    if (panel === 'between' && !between.a && !between.b) putFirstEnds(page, store);
  });
  askAboutPath(page, store, models);
}

/** Nobody should have to begin with two empty ends: the selected point and one of another class near it. */
function putFirstEnds(page: Page, store: PageStore): void {
  const { state } = store;
  const { maps, labels } = page;
  const shown = [...labels.keys()].filter((index) => isShown(page, state, index));
  if (shown.length === 0) return;
  const first = state.selected ?? shown[0];
  putEnd(store, { kind: 'point', index: first }, 'a');
  const second = otherEnd(page, maps[state.map].positions, first, shown);
  if (second !== null) putEnd(store, { kind: 'point', index: second }, 'b');
}

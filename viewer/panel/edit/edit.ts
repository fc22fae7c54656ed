/**
 * The Edit tab: what the decoder makes of the subject's latent when its channels are muted, scaled or noisy.
 * Here its parts come together; each is in its own file.
 */
import type { Page } from '../../data/load.ts';
import type { Models } from '../../models/models.ts';
import { button, element } from '../../parts/elements.ts';
import { className } from '../../parts/imageName.ts';
import { whole } from '../../parts/numbers.ts';
import { isUnedited, NO_EDIT } from '../../state/edit.ts';
import type { PageStore, State } from '../../state/state.ts';
import { panelHost } from '../tabs.ts';
import { askAboutEdit } from './askAboutEdit.ts';
import { createChannelControls } from './channelControls.ts';
import { createChannelGrid } from './channelGrid.ts';
import { createComparison } from './comparison.ts';
import { createNoiseControls } from './noiseControls.ts';
import { createNumberSliders } from './numberSliders.ts';
import { createRanking } from './ranking.ts';

const ABOUT =
  'Change the latent before it is decoded, and see what each part of it is for. Your changes stay when ' +
  'you choose another image, so that you can compare.';

export function createEdit(page: Page, store: PageStore, models: Models): void {
  const empty = element(
    'p',
    { class: 'empty' },
    'Choose a point on the map, or draw something, to edit its latent.',
  );
  const vector = page.data.latentShape.length === 1;
  const work = element(
    'div',
    { class: 'edit' },
    createComparison(page, store),
    vector ? createNumberSliders(page, store) : createChannelGrid(page, store),
    createChannelControls(page, store),
    createNoiseControls(store),
    createRanking(page, store, models),
  );
  panelHost('edit').append(
    createHead(page, store),
    element('p', { class: 'quiet' }, ABOUT),
    empty,
    work,
  );
  store.watch(['subject', 'selected', 'drawing', 'engine'], (state) => {
    const missing = subjectName(page, state) === null;
    empty.hidden = !missing;
    work.hidden = missing || state.engine.status === 'failed';
  });
  askAboutEdit(page, store, models);
}

function createHead(page: Page, store: PageStore): HTMLElement {
  const title = element('h3', { class: 'edit-subject' });
  const reset = button(
    {},
    () => {
      const { seed, channel } = store.state.edit;
      store.update({ edit: { ...NO_EDIT, seed, channel } });
    },
    'Reset all',
  );
  store.watch(['subject', 'selected', 'drawing'], (state) => {
    title.textContent = subjectName(page, state) ?? 'Nothing chosen';
  });
  store.watch(['edit'], ({ edit }) => {
    reset.disabled = isUnedited(edit);
  });
  return element('div', { class: 'row' }, title, element('div', { class: 'buttons' }, reset));
}

/** What is edited, in words; null for nothing. */
function subjectName(
  page: Page,
  { subject, selected, drawing }: Pick<State, 'subject' | 'selected' | 'drawing'>,
): string | null {
  if (subject === 'drawing') return drawing && 'your drawing';
  return selected === null ? null : `${className(page, selected)}, image ${whole(selected)}`;
}

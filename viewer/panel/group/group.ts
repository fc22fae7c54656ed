/** The tab about many images at once: what the group is made of, its average, and its way into a file. */
import { countClasses } from '../../data/classCounts.ts';
import type { Page } from '../../data/load.ts';
import type { Models } from '../../models/models.ts';
import { classBars } from '../../parts/bars.ts';
import { element } from '../../parts/elements.ts';
import { percent, short, whole } from '../../parts/numbers.ts';
import { changeGroup } from '../../state/actions.ts';
import { isShown } from '../../state/shown.ts';
import type { PageStore } from '../../state/state.ts';
import { panelHost } from '../tabs.ts';
import { createAverage } from './average.ts';
import { createGather } from './gather.ts';
import { createMembers } from './members.ts';
import { createSave } from './save.ts';

export function createGroup(page: Page, store: PageStore, models: Models): void {
  const classes = element('ul', { class: 'bars', 'aria-label': 'Images by class' });
  const members = createMembers(page, store);
  const content = element(
    'div',
    { class: 'group' },
    facts(page, store),
    section('By class', classes),
    createAverage(page, store, models),
    section('Images', members.node),
    createSave(page, store, models),
  );
  const empty = lesson(store);
  const title = head(page, store);
  panelHost('group').append(empty, title, createGather(page, store), content);
  store.watch(['group'], (state) => {
    empty.hidden = state.group.size > 0;
    title.hidden = content.hidden = state.group.size === 0;
    if (content.hidden) return;
    classes.replaceChildren(...compositionBars(page, state.group));
    members.show(state);
  });
}

/** What stands here while there is no group: how to make one. */
function lesson(store: PageStore): HTMLElement {
  const start = element('button', { type: 'button' }, 'Draw a loop');
  start.addEventListener('click', () => {
    store.update({ tool: 'lasso' });
  });
  return element(
    'div',
    { class: 'empty lesson' },
    element('h3', {}, 'Choose many images'),
    element(
      'p',
      {},
      'Take the lasso and draw a loop around points of the map. Or walk there with the arrow keys: ',
      element('kbd', {}, 'Space'),
      ' adds an image, ',
      element('kbd', {}, 'N'),
      ' adds its nearest, too.',
    ),
    start,
  );
}

function head(page: Page, store: PageStore): HTMLElement {
  const count = element('span');
  const invert = element('button', { type: 'button' }, 'Invert');
  invert.title = 'All images shown on the map that are not in the group';
  invert.addEventListener('click', () => {
    const { state } = store;
    changeGroup(
      store,
      'replace',
      [...page.labels.keys()].filter((i) => isShown(page, state, i) && !state.group.has(i)),
    );
  });
  const clear = element('button', { type: 'button' }, 'Clear');
  clear.addEventListener('click', () => {
    changeGroup(store, 'replace', []);
  });
  store.watch(['group'], ({ group }) => {
    count.textContent = group.size === 1 ? '1 image' : `${whole(group.size)} images`;
  });
  return element(
    'div',
    { class: 'row group-head' },
    element(
      'h3',
      { class: 'subject' },
      count,
      element('span', { class: 'quiet' }, `of ${whole(page.labels.length)}`),
    ),
    element('div', { class: 'buttons' }, invert, clear),
  );
}

/** What the group is made of: its images by class, in numbers and shares. */
function compositionBars(page: Page, group: ReadonlySet<number>): HTMLElement[] {
  return classBars(
    page,
    countClasses(page.labels, group),
    (count) => `${whole(count)} · ${percent(count / group.size)}`,
  );
}

/** Mean error and mean distortion, beside those of all images. */
function facts(page: Page, store: PageStore): HTMLElement {
  const error = fact('Error (MSE)', 'Mean squared error of the reconstructions, averaged');
  const distortion = fact(
    'Distortion',
    'How far each image’s nearest in latent space have fallen back on this map, averaged',
  );
  store.watch(['group', 'map'], ({ group, map }) => {
    if (group.size === 0) return;
    error.show(page.errors, group);
    distortion.show(page.maps[map].distortion, group);
  });
  return element('dl', { class: 'facts' }, error.node, distortion.node);
}

function fact(name: string, title: string) {
  const value = element('span');
  const all = element('span', { class: 'quiet' });
  const node = element(
    'div',
    {},
    element('dt', { title }, `${name}, mean`),
    element('dd', {}, value, ' ', all),
  );
  const show = (values: Float32Array, group: ReadonlySet<number>): void => {
    value.textContent = short(mean(Array.from(group, (index) => values[index])));
    all.textContent = `all: ${short(mean(values))}`;
  };
  return { node, show };
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

function section(title: string, content: HTMLElement): HTMLElement {
  return element('section', {}, element('h3', {}, title), content);
}

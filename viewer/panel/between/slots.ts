/** The two ends as slots: what stands there, which is filled next, and with what. */
import type { Page } from '../../data/load.ts';
import { button, element } from '../../parts/elements.ts';
import { paintImage } from '../../parts/picture.ts';
import { listenToShortcut } from '../../parts/shortcuts.ts';
import { putEnd } from '../../state/actions.ts';
import {
  otherSlot,
  swapped,
  withoutEnd,
  type Between,
  type End,
  type Slot,
} from '../../state/between.ts';
import type { PageStore } from '../../state/state.ts';
import { endImage, endName } from './ends.ts';

export const LETTERS: Readonly<Record<Slot, string>> = { a: 'A', b: 'B' };

export function createSlots(page: Page, store: PageStore): HTMLElement {
  const swap = button(
    { class: 'icon', 'aria-label': 'Swap A and B' },
    () => {
      store.update({ between: swapped(store.state.between) });
    },
    '⇄',
  );
  listenForLetters(store);
  return element(
    'div',
    { class: 'ends' },
    element(
      'div',
      { class: 'slots', role: 'group', 'aria-label': 'Ends' },
      createSlot(page, store, 'a'),
      swap,
      createSlot(page, store, 'b'),
    ),
    createFillers(store),
    createHint(page, store),
  );
}

function createSlot(page: Page, store: PageStore, slot: Slot): HTMLElement {
  const picture = element('canvas', { class: 'picture', width: '1', height: '1' });
  const title = element('strong', {});
  const detail = element('span', { class: 'quiet' });
  const made = button(
    { class: 'slot' },
    () => {
      store.update({ between: { ...store.state.between, active: slot } });
    },
    element(
      'span',
      { class: 'framed' },
      picture,
      element('span', { class: 'letter' }, LETTERS[slot]),
    ),
    element('span', { class: 'slot-name' }, title, detail),
  );
  store.watch(['between'], ({ between }) => {
    const end = between[slot];
    made.setAttribute('aria-pressed', String(between.active === slot));
    made.dataset.empty = String(end === null);
    [title.textContent, detail.textContent] = end ? endName(page, end) : ['empty', ''];
    if (end) paintImage(picture, endImage(page, end), page.data.images);
    else picture.width = picture.height = 1;
  });
  return made;
}

/** What the active slot can be filled with. */
function createFillers(store: PageStore): HTMLElement {
  const filler = (text: string, endNow: () => End | null): HTMLButtonElement =>
    button(
      {},
      () => {
        const end = endNow();
        if (end) putEnd(store, end);
      },
      text,
    );
  const point = filler('Use the selected point', () => {
    const { selected } = store.state;
    return selected === null ? null : { kind: 'point', index: selected };
  });
  const drawing = filler('Use my drawing', () => {
    const { drawing: image } = store.state;
    return image && { kind: 'drawing', image };
  });
  const group = filler('Use the group’s average', () => {
    const images = [...store.state.group];
    return images.length > 0 ? { kind: 'group', images } : null;
  });
  const clear = button(
    {},
    () => {
      store.update({ between: withoutEnd(store.state.between, store.state.between.active) });
    },
    'Clear',
  );
  store.watch(['between', 'selected', 'drawing', 'group'], ({ between, ...state }) => {
    const letter = LETTERS[between.active];
    point.disabled = state.selected === null;
    drawing.disabled = state.drawing === null;
    drawing.title = state.drawing === null ? 'There is no drawing yet: the Draw tab has a pad' : '';
    group.hidden = state.group.size === 0;
    clear.disabled = between[between.active] === null;
    for (const made of [point, drawing, group]) {
      made.setAttribute('aria-label', `${made.textContent} as ${letter}`);
    }
    clear.setAttribute('aria-label', `Clear ${letter}`);
  });
  return element('div', { class: 'buttons fillers' }, point, drawing, group, clear);
}

/** What is to be done next, and for screen readers what has been done. */
function createHint(page: Page, store: PageStore): HTMLElement {
  const hint = element('p', { class: 'quiet' });
  const told = element('p', { class: 'unseen', role: 'status' });
  let before: Between | null = null;
  store.watch(['between'], ({ between }) => {
    const [active, other] = [between.active, otherSlot(between.active)].map((s) => LETTERS[s]);
    hint.replaceChildren(
      `A point chosen on the map becomes ${active}; choose ${other} above to change that. Keys `,
      element('kbd', {}, 'A'),
      ' and ',
      element('kbd', {}, 'B'),
      ' put the selected point there.',
    );
    const moved = before !== null && (before.a !== between.a || before.b !== between.b);
    before = between;
    if (moved) told.textContent = `A: ${spoken(page, between.a)}. B: ${spoken(page, between.b)}.`;
  });
  return element('div', {}, hint, told);
}

function spoken(page: Page, end: End | null): string {
  return end ? endName(page, end).filter(Boolean).join(', ') : 'empty';
}

/** The letters of the ends put the selected point there while the tab is open. */
function listenForLetters(store: PageStore): void {
  for (const slot of ['a', 'b'] as const) {
    listenToShortcut(slot, () => {
      const { panel, selected } = store.state;
      if (panel === 'between' && selected !== null) {
        putEnd(store, { kind: 'point', index: selected }, slot);
      }
    });
  }
}

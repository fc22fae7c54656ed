/** The two ends as slots: what stands there, which is filled next, and with what. */
import type { Page } from '../../data/load.ts';
import { element } from '../../parts/elements.ts';
import { paintImage } from '../../parts/picture.ts';
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
  const swap = button('⇄', { class: 'icon', 'aria-label': 'Swap A and B' }, () => {
    store.update({ between: swapped(store.state.between) });
  });
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
    '',
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
  const point = button('Use the selected point', {}, () => {
    const { selected } = store.state;
    if (selected !== null) putEnd(store, { kind: 'point', index: selected });
  });
  const drawing = button('Use my drawing', {}, () => {
    const { drawing: image } = store.state;
    if (image) putEnd(store, { kind: 'drawing', image });
  });
  const clear = button('Clear', {}, () => {
    store.update({ between: withoutEnd(store.state.between, store.state.between.active) });
  });
  store.watch(['between', 'selected', 'drawing'], ({ between, ...state }) => {
    const letter = LETTERS[between.active];
    point.disabled = state.selected === null;
    drawing.disabled = state.drawing === null;
    drawing.title = state.drawing === null ? 'There is no drawing yet: the Draw tab has a pad' : '';
    clear.disabled = between[between.active] === null;
    point.setAttribute('aria-label', `Use the selected point as ${letter}`);
    drawing.setAttribute('aria-label', `Use my drawing as ${letter}`);
    clear.setAttribute('aria-label', `Clear ${letter}`);
  });
  return element('div', { class: 'buttons fillers' }, point, drawing, clear);
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
  document.addEventListener('keydown', (event) => {
    const { panel, selected } = store.state;
    const slot = event.key.toLowerCase();
    if (panel !== 'between' || (slot !== 'a' && slot !== 'b') || selected === null) return;
    if (event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)) return;
    putEnd(store, { kind: 'point', index: selected }, slot);
  });
}

/** Whether letters typed there mean something else. */
function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'range';
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

function button(
  text: string,
  attributes: Readonly<Record<string, string>>,
  work: () => void,
  ...children: Node[]
): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text, ...children);
  made.addEventListener('click', work);
  return made;
}

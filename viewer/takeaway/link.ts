/**
 * The view as the part of the address after `#`, such as `map=tsne&image=123&colour=error`: what differs from
 * the page as it opens, in words that outlive another version of the file.
 */
import type { PageData } from '../../pipeline/contract.ts';
import { PANELS, type Panel, type State } from '../state/state.ts';

export type LinkedState = Pick<
  State,
  'map' | 'selected' | 'colouring' | 'panel' | 'placedShown' | 'hiddenClasses' | 'view'
>;

/** Without the `#`. */
export function linkOf(data: PageData, state: LinkedState): string {
  const words = new URLSearchParams();
  if (state.map !== 0) words.set('map', data.maps[state.map].name);
  if (state.selected !== null) words.set('image', String(state.selected));
  if (state.colouring !== 'class') words.set('colour', state.colouring);
  if (state.panel !== 'look') words.set('panel', state.panel);
  if (!state.placedShown) words.set('placed', 'hidden');
  if (state.hiddenClasses.size > 0) {
    words.set('hide', [...state.hiddenClasses].sort((a, b) => a - b).join(' '));
  }
  if (state.view.zoom !== 1) {
    const { zoom, x, y } = state.view;
    words.set('view', [zoom, x, y].map((value) => Number(value.toPrecision(5))).join(' '));
  }
  return words.toString();
}

/** What a link asks for; words that mean nothing here are passed over, since the link may be of another page. */
export function readLink(
  data: PageData,
  colourings: readonly string[],
  hash: string,
): Partial<LinkedState> {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const asked: { -readonly [Key in keyof LinkedState]?: LinkedState[Key] } = {};
  const map = data.maps.findIndex(({ name }) => name === words.get('map'));
  if (map >= 0) asked.map = map;
  const image = wholeNumber(words.get('image'), data.images.count);
  if (image !== null) asked.selected = image;
  const colouring = words.get('colour');
  if (colouring !== null && colourings.includes(colouring)) {
    asked.colouring = colouring as State['colouring'];
  }
  const panel = words.get('panel');
  if (PANELS.includes(panel as Panel)) asked.panel = panel as Panel;
  if (words.get('placed') === 'hidden') asked.placedShown = false;
  const classes = data.dataset.classNames.length;
  const hidden =
    words
      .get('hide')
      ?.split(' ')
      .map((word) => wholeNumber(word, classes)) ?? [];
  if (hidden.length > 0) asked.hiddenClasses = new Set(hidden.filter((label) => label !== null));
  const view = words.get('view')?.split(' ').map(Number) ?? [];
  if (view.length === 3 && view.every(Number.isFinite) && view[0] >= 1) {
    asked.view = { zoom: view[0], x: view[1], y: view[2] };
  }
  return asked;
}

/** From 0 to below `end`; null for anything else. */
function wholeNumber(word: string | null, end: number): number | null {
  if (word === null || !/^\d+$/.test(word)) return null;
  return Number(word) < end ? Number(word) : null;
}

/**
 * The view as the part of the address after `#`, such as `map=tsne&image=123&colour=error`: what differs from
 * the page as it opens, in words that outlive another version of the file.
 */
import type { PageData } from '../../pipeline/contract.ts';
import { COLOURINGS } from '../map/colourings.ts';
import { INITIAL_STATE, LAYERS, PANELS, type Panel, type State } from '../state/state.ts';

export const LINKED = [
  'map',
  'view',
  'selected',
  'colouring',
  'panel',
  'layers',
  'placedShown',
  'hiddenClasses',
] as const;

export type LinkedState = Pick<State, (typeof LINKED)[number]>;

/** Without the `#`. */
export function linkOf(data: PageData, state: LinkedState): string {
  const words = new URLSearchParams();
  if (state.map !== 0) words.set('map', data.maps[state.map].name);
  if (state.selected !== null) words.set('image', String(state.selected));
  if (state.colouring !== 'class') words.set('colour', state.colouring);
  if (state.panel !== 'look') words.set('panel', state.panel);
  const layers = [...state.layers].sort().join(' ');
  if (layers !== [...INITIAL_STATE.layers].sort().join(' ')) words.set('layers', layers);
  if (!state.placedShown) words.set('placed', 'hidden');
  if (state.hiddenClasses.size > 0) {
    words.set('hide', [...state.hiddenClasses].sort((a, b) => a - b).join(' '));
  }
  if (state.view !== null) {
    const { zoom, x, y } = state.view;
    words.set('view', [zoom, x, y].map((value) => Number(value.toPrecision(5))).join(' '));
  }
  return words.toString();
}

/** What a link asks for; words that mean nothing here are passed over, since the link may be of another page. */
export function readLink(data: PageData, hash: string): Partial<LinkedState> {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const asked: { -readonly [Key in keyof LinkedState]?: LinkedState[Key] } = {};
  const map = data.maps.findIndex(({ name }) => name === words.get('map'));
  if (map >= 0) asked.map = map;
  const image = wholeNumber(words.get('image'), data.images.count);
  if (image !== null) asked.selected = image;
  const colouring = words.get('colour');
  if (colouring !== null && (colouring === 'class' || colouring in COLOURINGS)) {
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
  const layers = words.get('layers')?.split(' ');
  if (layers) asked.layers = new Set(LAYERS.filter((name) => layers.includes(name)));
  const view = words.get('view')?.split(' ').map(Number) ?? [];
  if (view.length === 3 && view.every(Number.isFinite) && view[0] > 1) {
    asked.view = { zoom: view[0], x: view[1], y: view[2] };
  }
  return asked;
}

/** From 0 to below `end`; null for anything else. */
function wholeNumber(word: string | null, end: number): number | null {
  if (word === null || !/^\d+$/.test(word)) return null;
  return Number(word) < end ? Number(word) : null;
}

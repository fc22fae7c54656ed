/** The words of a link, one for each part of the state that it holds. */
import type { Page } from '../data/load.ts';
import { LARGEST_ZOOM } from '../map/camera.ts';
import { COLOURINGS } from '../map/colourings.ts';
import { NO_ENDS } from '../state/between.ts';
import { changed } from '../state/group.ts';
import { LAYERS, PANELS, type State } from '../state/state.ts';

export type LinkedState = Pick<
  State,
  | 'map'
  | 'view'
  | 'selected'
  | 'colouring'
  | 'panel'
  | 'layers'
  | 'placedShown'
  | 'crowdShown'
  | 'hiddenClasses'
  | 'group'
  | 'between'
>;

interface Word<Value> {
  /** Before the `=`. */
  readonly name: string;
  readonly write: (value: Value, page: Page) => string;
  /** @returns undefined for a text that means nothing here */
  readonly read: (text: string, page: Page) => Value | undefined;
}

/** Larger groups make addresses that other programs cut off, and stay out of the link. */
const LARGEST_GROUP = 200;

export const WORDS: { readonly [Key in keyof LinkedState]: Word<LinkedState[Key]> } = {
  map: {
    name: 'map',
    write: (map, { data }) => data.maps[map].name,
    read: (text, { data }) => found(data.maps.findIndex(({ name }) => name === text)),
  },
  view: {
    name: 'view',
    write: (view) =>
      view
        ? [view.zoom, view.x, view.y].map((value) => Number(value.toPrecision(5))).join(' ')
        : '',
    read: (text) => {
      const [zoom, x, y, ...more] = text.split(' ').map(Number);
      if (more.length > 0 || !(zoom > 1) || !Number.isFinite(x) || !Number.isFinite(y)) return;
      return { zoom: Math.min(zoom, LARGEST_ZOOM), x, y };
    },
  },
  selected: {
    name: 'image',
    write: (selected) => (selected === null ? 'none' : String(selected)),
    read: (text, { data: { images } }) =>
      text === 'none' ? null : wholeNumbers(text, images.count)[0],
  },
  colouring: {
    name: 'colour',
    write: (colouring) => colouring,
    read: (text, page) =>
      text === 'class'
        ? text
        : keysOf(COLOURINGS).find(
            (name) => name === text && COLOURINGS[name].values(page, 0) !== null,
          ),
  },
  panel: {
    name: 'panel',
    write: (panel) => panel,
    read: (text) => PANELS.find((name) => name === text),
  },
  layers: {
    name: 'layers',
    write: (layers) => LAYERS.filter((name) => layers.has(name)).join(' '),
    read: (text) => new Set(LAYERS.filter((name) => text.split(' ').includes(name))),
  },
  placedShown: {
    name: 'placed',
    write: (shown) => (shown ? 'shown' : 'hidden'),
    read: (text) => text !== 'hidden',
  },
  crowdShown: {
    name: 'crowd',
    write: (shown) => (shown ? 'shown' : 'hidden'),
    read: (text) => text !== 'hidden',
  },
  hiddenClasses: {
    name: 'hide',
    write: (hidden) => [...hidden].sort((a, b) => a - b).join(' '),
    read: (text, { data: { dataset } }) => new Set(wholeNumbers(text, dataset.classNames.length)),
  },
  group: {
    name: 'group',
    write: (group) => (group.size <= LARGEST_GROUP ? [...group].join(' ') : ''),
    read: (text, { data: { images } }) =>
      changed(new Set(), 'replace', wholeNumbers(text, images.count)),
  },
  // A drawing or a group at an end is kept in this page alone.
  between: {
    name: 'between',
    write: ({ a, b, t }) =>
      a?.kind === 'point' && b?.kind === 'point'
        ? `${a.index} ${b.index} ${Number(t.toFixed(3))}`
        : '',
    read: (text, { data: { images } }) => {
      const ends = text.split(' ', 2).flatMap((word) => wholeNumbers(word, images.count));
      const t = Number(text.split(' ')[2]);
      if (ends.length < 2 || !(t >= 0 && t <= 1)) return;
      const [a, b] = ends.map((index) => ({ kind: 'point' as const, index }));
      return { ...NO_ENDS, a, b, t };
    },
  },
};

/** Those from 0 to below `end`; all other words are passed over. */
function wholeNumbers(text: string, end: number): number[] {
  return text
    .split(' ')
    .filter((word) => /^\d+$/.test(word))
    .map(Number)
    .filter((value) => value < end);
}

function found(index: number): number | undefined {
  return index < 0 ? undefined : index;
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(record) as Key[];
}

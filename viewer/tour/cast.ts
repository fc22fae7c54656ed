/** Which images the tour is about: such that are typical of their class, so that the first look is a clear one. */
import type { Page } from '../data/load.ts';
import { neighboursOf } from '../data/neighbours.ts';

export interface Cast {
  /** Index of the map that is shown: the first by t-SNE, or the first of all. */
  readonly map: number;
  /** One image of each class, at most so many as the tour has time for; the last one stays chosen. */
  readonly images: readonly number[];
}

/** How many images are looked at in turn. */
const LOOKS = 3;

type Source = Pick<Page, 'labels' | 'neighbours' | 'maps'> & {
  readonly data: {
    readonly placedFrom: number;
    readonly maps: readonly { readonly name: string }[];
  };
};

export function castOf(page: Source): Cast {
  const tsne = page.data.maps.findIndex(({ name }) => name.startsWith('tsne'));
  const map = Math.max(0, tsne);
  const { distortion } = page.maps[map];
  const mapped = [...page.labels.keys()].slice(0, page.data.placedFrom);
  const [clearest] = [mapped.filter((index) => isTypical(page, index)), mapped].filter(
    (images) => images.length > 0,
  );
  const ordered = [...clearest].sort((a, b) => distortion[a] - distortion[b] || a - b);
  const first = new Map<number, number>();
  for (const index of ordered) {
    if (!first.has(page.labels[index])) first.set(page.labels[index], index);
  }
  return { map, images: [...first.values()].slice(0, LOOKS) };
}

/** Whether all its nearest are of its own class. */
function isTypical(page: Source, index: number): boolean {
  return neighboursOf(page, index).every((other) => page.labels[other] === page.labels[index]);
}

/** Which images the tour is about: such that are typical of their class, so that the first look is a clear one. */
import { ascending, median } from 'd3-array';
import type { Page } from '../data/load.ts';
import { neighboursOf } from '../data/neighbours.ts';

export interface Cast {
  /** Index of the map that is shown: the first by t-SNE, or the first of all. */
  readonly map: number;
  /** Ids of one or more images, each of another class; the last one stays chosen. */
  readonly images: readonly number[];
}

/** What is needed of a page to choose. */
export type Source = Pick<Page, 'labels' | 'neighbours'> & {
  readonly maps: readonly Pick<Page['maps'][number], 'distortion'>[];
  readonly data: {
    readonly placedFrom: number;
    readonly maps: readonly { readonly name: string }[];
  };
};

/** How many images are looked at in turn. */
const LOOKS = 3;

export function castOf(page: Source): Cast {
  const map = Math.max(
    0,
    page.data.maps.findIndex(({ name }) => name.startsWith('tsne')),
  );
  const mapped = [...page.labels.keys()].slice(0, page.data.placedFrom);
  const typical = mapped.filter((index) => isTypical(page, index));
  const images = typical.length > 0 ? typical : mapped;
  return { map, images: ofEachClass(page, usualFirst(images, page.maps[map].distortion)) };
}

/** Whether all its nearest are of its own class. */
function isTypical(page: Source, index: number): boolean {
  return neighboursOf(page, index).every((other) => page.labels[other] === page.labels[index]);
}

/** Of those with the least distortion the rings of the neighbours would hide each other. */
function usualFirst(images: readonly number[], distortion: Float32Array): number[] {
  const usual = median(images, (index) => distortion[index])!;
  const apart = (index: number): number => Math.abs(distortion[index] - usual);
  return [...images].sort((a, b) => ascending(apart(a), apart(b)) || a - b);
}

function ofEachClass({ labels }: Source, images: readonly number[]): number[] {
  const first = new Map<number, number>();
  for (const index of images) {
    if (!first.has(labels[index])) first.set(labels[index], index);
  }
  return [...first.values()].slice(0, LOOKS);
}

/** The neighbours of an image in latent space and on a map, in numbers and in words. */
import { countClasses } from '../../data/classCounts.ts';
import { neighboursOf } from '../../data/neighbours.ts';
import type { Page } from '../../data/load.ts';

export interface Neighbourhood {
  /** Mapped images nearest in latent space, nearest first. */
  readonly inLatentSpace: readonly number[];
  /** As many, nearest on the map. */
  readonly onMap: readonly number[];
  /** Those that are among both. */
  readonly shared: ReadonlySet<number>;
}

/** @param map index of the map */
export function neighbourhoodOf(page: Page, map: number, index: number): Neighbourhood {
  const inLatentSpace = [...neighboursOf(page, index)];
  const { positions } = page.maps[map];
  const onMap = nearestOnMap(positions, page.data.placedFrom, index, page.neighbours.k);
  const there = new Set(onMap);
  return { inLatentSpace, onMap, shared: new Set(inLatentSpace.filter((id) => there.has(id))) };
}

/**
 * The nearest mapped images, nearest first and of equally near ones the lower id; never the image itself.
 *
 * @param positions images × 2
 * @param mapped how many images, from the first, are mapped
 * @param k 1 or more
 */
export function nearestOnMap(
  positions: Float32Array,
  mapped: number,
  index: number,
  k: number,
): number[] {
  const nearest: { id: number; squared: number }[] = [];
  for (let id = 0; id < mapped; id++) {
    if (id === index) continue;
    const dx = positions[2 * id] - positions[2 * index];
    const dy = positions[2 * id + 1] - positions[2 * index + 1];
    const squared = dx * dx + dy * dy;
    if (nearest.length === k && !(squared < nearest[k - 1].squared)) continue;
    const after = nearest.findIndex((other) => squared < other.squared);
    nearest.splice(after < 0 ? nearest.length : after, 0, { id, squared });
    nearest.length = Math.min(nearest.length, k);
  }
  return nearest.map(({ id }) => id);
}

/** The classes of some images, the most frequent first: `9 are 8s, 1 is a 3`. */
export function classesInWords({ data, labels }: Page, images: readonly number[]): string {
  const named = countClasses(labels, images)
    .slice(0, TOLD)
    .map(({ label, count }) => ({ count, name: data.dataset.classNames[label] }));
  const others = images.length - named.reduce((sum, { count }) => sum + count, 0);
  const parts = named.map(({ count, name }) => ofClass(count, name, images.length));
  return [...parts, ...(others > 0 ? [others === 1 ? '1 other' : `${others} others`] : [])].join(
    ', ',
  );
}

/** Classes that are named; the rest are only counted. */
const TOLD = 2;

/** As letters and digits are read out: `an 8`, `a 3`, `an F`, `a U`. */
function article(letter: string): string {
  return /[8aefhilmnorsx]/i.test(letter) ? 'an' : 'a';
}

function ofClass(count: number, name: string, all: number): string {
  const many = count === all && count > 1 ? `all ${count}` : String(count);
  const verb = count === 1 ? 'is' : 'are';
  // Digits and letters are nouns of their own.
  if (name.length === 1)
    return `${many} ${verb} ${count === 1 ? `${article(name)} ${name}` : `${name}s`}`;
  return `${many} ${verb} of class ${name}`;
}

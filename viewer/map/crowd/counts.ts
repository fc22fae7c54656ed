/** How many of a crowd are near a place, by class, for people. */
import type { ClassCount } from '../../data/classCounts.ts';
import type { Crowd } from '../../data/crowd.ts';
import { whole } from '../../parts/numbers.ts';
import { eachBlock, isOnGrid, type Box } from './blocks.ts';

/** Classes that are named; the others are added up. */
const NAMED = 3;

/** The classes of the points in the circle that fills a box, the most frequent first. */
export function classesIn(
  crowd: Pick<Crowd, 'places' | 'labels' | 'starts'>,
  box: Box,
  counts: (label: number) => boolean,
): ClassCount[] {
  if (!isOnGrid(box)) return [];
  const { places, labels } = crowd;
  const radius = (box.right - box.left) / 2;
  const [x, y] = [box.left + radius, box.top + radius];
  const found = new Map<number, number>();
  eachBlock(crowd, box, (from, to) => {
    for (let point = from; point < to; point++) {
      const label = labels[point];
      const away = Math.hypot(places[2 * point] - x, places[2 * point + 1] - y);
      if (away <= radius && counts(label)) found.set(label, (found.get(label) ?? 0) + 1);
    }
  });
  return Array.from(found, ([label, count]) => ({ label, count })).sort(
    (a, b) => b.count - a.count || a.label - b.label,
  );
}

/** Such as `+ 1,204 placed here: 1,101 × class 3, 60 × class 8, 43 of others`; empty for none. */
export function inWords(classes: readonly ClassCount[], names: readonly string[]): string {
  if (classes.length === 0) return '';
  const sum = (some: readonly ClassCount[]) => some.reduce((total, { count }) => total + count, 0);
  const others = sum(classes.slice(NAMED));
  const named = classes
    .slice(0, NAMED)
    .map(({ label, count }) =>
      label < names.length
        ? `${whole(count)} × class ${names[label]}`
        : `${whole(count)} without a label`,
    );
  return `+ ${whole(sum(classes))} placed here: ${[
    ...named,
    ...(others > 0 ? [`${whole(others)} of others`] : []),
  ].join(', ')}`;
}

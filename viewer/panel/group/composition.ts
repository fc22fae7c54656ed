/** What the group is made of: its images by class, as bars with counts. */
import type { Page } from '../../data/load.ts';
import { element } from '../../parts/elements.ts';
import { percent, whole } from '../../parts/numbers.ts';
import type { State } from '../../state/state.ts';

export interface ClassCount {
  readonly label: number;
  readonly count: number;
}

/** The classes that the group has images of, the most frequent first. */
export function composition(labels: Int32Array, group: Iterable<number>): ClassCount[] {
  const counts = new Map<number, number>();
  for (const index of group) counts.set(labels[index], (counts.get(labels[index]) ?? 0) + 1);
  return Array.from(counts, ([label, count]) => ({ label, count })).sort(
    (a, b) => b.count - a.count || a.label - b.label,
  );
}

/** The list that shows it, and the function that fills the list. */
export function createComposition({ data, labels }: Page) {
  const { classNames, classColours } = data.dataset;
  const node = element('ul', { class: 'composition', 'aria-label': 'Images by class' });
  const show = ({ group }: Pick<State, 'group'>): void => {
    const counts = composition(labels, group);
    const rows = counts.map(({ label, count }) => {
      const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
      bar.style.setProperty('--share', String(count / counts[0].count));
      bar.style.setProperty('--colour', classColours[label]);
      return element(
        'li',
        {},
        element('span', { class: 'class-name' }, classNames[label]),
        bar,
        element('span', {}, whole(count)),
        element('span', { class: 'quiet' }, percent(count / group.size)),
      );
    });
    node.replaceChildren(...rows);
  };
  return { node, show };
}

import { element } from '../../../parts/elements.ts';
import type { Vote } from './votes.ts';

/**
 * One bar, cut into the classes that were voted for, each with its name and count below: it keeps its height
 * while one draws.
 *
 * @returns the list, and the function that shows votes in it
 */
export function createBars(
  names: readonly string[],
  colours: readonly string[],
): { view: HTMLElement; show: (votes: readonly Vote[]) => void } {
  const view = element('ul', { class: 'votes', 'aria-label': 'Classes of the nearest images' });
  return {
    view,
    show: (votes) => {
      view.replaceChildren(
        ...votes.map(({ label, count }) => {
          const fill = element('span', { class: 'vote-fill', 'aria-hidden': 'true' });
          fill.style.background = colours[label];
          const name = element('strong', {}, names[label]);
          const part = element('li', { title: names[label] }, fill, name, ` ×${count}`);
          part.style.flexGrow = String(count);
          return part;
        }),
      );
    },
  };
}

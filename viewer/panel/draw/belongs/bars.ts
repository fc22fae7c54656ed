import { element } from '../../../parts/elements.ts';
import type { Vote } from './votes.ts';

/** Classes that get a bar; so many stand there always, so that nothing jumps while one draws. */
const BARS = 3;

/** @returns the list, and the function that shows votes in it */
export function createBars(
  names: readonly string[],
  colours: readonly string[],
): { view: HTMLElement; show: (votes: readonly Vote[]) => void } {
  const bars = Array.from({ length: BARS }, () => {
    const name = element('span', { class: 'vote-name' });
    const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
    const fill = element('span', { class: 'vote-fill' });
    const count = element('span', { class: 'vote-count' });
    const track = element('span', { class: 'vote-track', 'aria-hidden': 'true' }, fill);
    return { row: element('li', {}, swatch, name, track, count), name, swatch, fill, count };
  });
  const view = element('ul', { class: 'votes' }, ...bars.map(({ row }) => row));
  view.setAttribute('aria-label', 'Classes of the nearest images');
  return {
    view,
    show: (votes) => {
      const all = votes.reduce((sum, { count }) => sum + count, 0);
      bars.forEach(({ row, name, swatch, fill, count }, b) => {
        const vote = votes.at(b);
        row.style.visibility = vote ? 'visible' : 'hidden';
        if (!vote) return;
        name.textContent = names[vote.label];
        swatch.style.background = fill.style.background = colours[vote.label];
        fill.style.width = `${(100 * vote.count) / all}%`;
        count.textContent = `${vote.count} of ${all}`;
      });
    },
  };
}

/** The card of the tour: what a step says, how far one has come, and the ways on, back and out. */
import { button, element } from '../parts/elements.ts';
import { placeCard, type Box } from './placing.ts';
import type { Step } from './steps/step.ts';

export interface Card {
  readonly node: HTMLElement;
  /** @param number from 1 */
  show(step: Step, number: number, count: number): void;
  /** Moves to where it hides least of what it is about. */
  standBy(targets: readonly Box[]): void;
}

export interface Ways {
  readonly next: () => void;
  readonly back: () => void;
  readonly end: () => void;
}

export function createCard({ next, back, end }: Ways): Card {
  const title = element('h2', { id: 'tour-title' });
  const text = element('p', { id: 'tour-text' });
  const progress = element('p', { class: 'quiet' });
  const bar = element('progress', { 'aria-hidden': 'true' });
  const skip = button({ class: 'plain' }, end, 'Skip');
  const previous = button({}, back, 'Back');
  const following = button({ class: 'primary' }, next);
  const node = element(
    'section',
    {
      class: 'card tour-card',
      role: 'dialog',
      'aria-label': 'Tour of this page',
      'aria-describedby': 'tour-title tour-text',
      tabindex: '-1',
    },
    bar,
    // All that a step says is one, and read as such.
    element('div', { 'aria-live': 'polite', 'aria-atomic': 'true' }, progress, title, text),
    element('div', { class: 'buttons' }, skip, previous, following),
  );
  node.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    // Only a button that says so ends the tour.
    if (event.key === 'ArrowRight' && bar.value < bar.max) next();
    else if (event.key === 'ArrowLeft') back();
    else return;
    event.preventDefault();
  });
  return {
    node,
    show(step, number, count) {
      title.textContent = step.title;
      text.replaceChildren(...step.text);
      progress.textContent = `${number} of ${count}`;
      bar.max = count;
      bar.value = number;
      const [first, last] = [number === 1, number === count];
      following.textContent = last ? 'Done' : 'Next';
      // A button that can no longer be pressed must not keep the focus.
      if (first && document.activeElement === previous) following.focus();
      previous.disabled = first;
      skip.hidden = last;
    },
    standBy(targets) {
      const { left, top } = placeCard(
        { width: node.offsetWidth, height: node.offsetHeight },
        targets,
        { width: document.documentElement.clientWidth, height: innerHeight },
      );
      node.style.setProperty('--left', `${left}px`);
      node.style.setProperty('--top', `${top}px`);
    },
  };
}

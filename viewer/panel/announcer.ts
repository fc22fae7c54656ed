/** Tells screen readers what the panel is about, once it has stood still for a moment. */
import type { Page } from '../data/load.ts';
import { byId } from '../parts/elements.ts';
import { className, imageOrigin } from '../parts/imageName.ts';
import { short } from '../parts/numbers.ts';
import type { PageStore, State } from '../state/state.ts';
import { answerError } from './look/results.ts';

/** Time without a change, milliseconds. */
const CALM = 600;

export function createAnnouncer(page: Page, store: PageStore): void {
  const announcer = byId('announcer', HTMLElement);
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.watch(['answer', 'selected', 'subject'], (state) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      announcer.textContent = summary(page, state);
    }, CALM);
  });
}

function summary(page: Page, { subject, selected, answer }: State): string {
  const error = answer ? `, reconstruction error ${short(answerError(answer))}` : '';
  if (subject === 'drawing') return answer ? `Your drawing${error}.` : 'The pad is empty.';
  if (selected === null) return 'Nothing chosen.';
  return `Image ${selected}, ${className(page, selected)}, ${imageOrigin(page, selected)}${error}.`;
}

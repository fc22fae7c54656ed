/** Chooses what is looked into: an image of the map, stepped through in order, or the drawing. */
import { byId } from '../parts/elements.ts';
import { className, imageOrigin } from '../parts/imageName.ts';
import type { Page } from '../data/load.ts';
import { short, whole } from '../parts/numbers.ts';
import { describePlace } from './look/place.ts';
import { answerError } from './look/results.ts';
import { isShown } from '../state/shown.ts';
import type { PageStore, State } from '../state/state.ts';

/** Time without a change after which the result is read out, milliseconds. */
const CALM = 600;

export function createInspector(page: Page, store: PageStore): void {
  const { classColours } = page.data.dataset;
  const swatch = byId('subject-swatch', HTMLElement);
  const modes = {
    point: byId('mode-point', HTMLButtonElement),
    drawing: byId('mode-drawing', HTMLButtonElement),
  };
  for (const mode of ['point', 'drawing'] as const) {
    modes[mode].addEventListener('click', () => {
      store.update({ mode });
    });
  }
  const step = (by: 1 | -1) => (): void => {
    const { state } = store;
    const shown = (index: number) => isShown(page, state, index);
    const selected = nextShown(page.labels.length, shown, state.selected, by);
    if (selected !== null) store.update({ selected, mode: 'point' });
  };
  byId('previous', HTMLButtonElement).addEventListener('click', step(-1));
  byId('next', HTMLButtonElement).addEventListener('click', step(1));

  store.watch(['mode'], ({ mode }) => {
    modes.point.setAttribute('aria-pressed', String(mode === 'point'));
    modes.drawing.setAttribute('aria-pressed', String(mode === 'drawing'));
    byId('point-panel', HTMLElement).hidden = mode !== 'point';
    byId('drawing-panel', HTMLElement).hidden = mode !== 'drawing';
  });
  store.watch(['selected'], ({ selected }) => {
    const label = selected === null ? null : page.labels[selected];
    swatch.hidden = label === null;
    if (label !== null) swatch.style.background = classColours[label];
    byId('subject-class', HTMLElement).textContent =
      selected === null ? 'Nothing chosen' : className(page, selected);
    byId('subject-number', HTMLElement).textContent =
      selected === null ? '' : `image ${whole(selected)}`;
    byId('empty-point', HTMLElement).hidden = selected !== null;
  });
  store.watch(['selected', 'map'], ({ selected, map }) => {
    const place = byId('subject-place', HTMLElement);
    place.textContent = selected === null ? '' : describePlace(page, map, selected);
  });
  readOut(page, store);
}

/** Tells screen readers what is shown, once it has stood still for a moment. */
function readOut(page: Page, store: PageStore): void {
  const announcer = byId('announcer', HTMLElement);
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.watch(['answer', 'selected', 'mode'], (state) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      announcer.textContent = summary(page, state);
    }, CALM);
  });
}

function summary(page: Page, { mode, selected, answer }: State): string {
  const error = answer ? `, reconstruction error ${short(answerError(answer))}` : '';
  if (mode === 'drawing') return answer ? `Your drawing${error}.` : 'The pad is empty.';
  if (selected === null) return 'Nothing chosen.';
  return `Image ${selected}, ${className(page, selected)}, ${imageOrigin(page, selected)}${error}.`;
}

/**
 * The next image that is shown, in the order of the images and round the end.
 *
 * @param from null to start before the first (or after the last, going back)
 * @returns null where all are hidden
 */
export function nextShown(
  count: number,
  shown: (index: number) => boolean,
  from: number | null,
  by: 1 | -1,
): number | null {
  const start = from ?? (by === 1 ? -1 : count);
  for (let step = 1; step <= count; step++) {
    const index = (start + by * step + 2 * count) % count;
    if (shown(index)) return index;
  }
  return null;
}

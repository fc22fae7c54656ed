/** Which image of the map is looked into: its class, number and origin; steps through all in order. */
import type { Page } from '../../data/load.ts';
import { byId } from '../../parts/elements.ts';
import { className, fileName } from '../../parts/imageName.ts';
import { whole } from '../../parts/numbers.ts';
import { selectPoint } from '../../state/actions.ts';
import { isShown } from '../../state/shown.ts';
import type { PageStore } from '../../state/state.ts';
import { describeOrigin } from './place.ts';

export function createChosen(page: Page, store: PageStore): void {
  const { classColours } = page.data.dataset;
  const swatch = byId('subject-swatch', HTMLElement);
  const step = (by: 1 | -1) => (): void => {
    const { state } = store;
    const shown = (index: number) => isShown(page, state, index);
    const next = nextShown(page.labels.length, shown, state.selected, by);
    if (next !== null) selectPoint(store, next);
  };
  byId('previous', HTMLButtonElement).addEventListener('click', step(-1));
  byId('next', HTMLButtonElement).addEventListener('click', step(1));

  store.watch(['selected'], ({ selected }) => {
    const label = selected === null ? null : page.labels[selected];
    swatch.hidden = label === null;
    if (label !== null) swatch.style.background = classColours[label];
    byId('subject-class', HTMLElement).textContent =
      selected === null ? 'Nothing chosen' : className(page, selected);
    byId('subject-number', HTMLElement).textContent =
      selected === null ? '' : `image ${whole(selected)}`;
    byId('subject-origin', HTMLElement).textContent =
      selected === null ? '' : origin(page, selected);
    byId('empty-point', HTMLElement).hidden = selected !== null;
  });
}

/** Its file, where it has one, and how it got onto the map. */
function origin(page: Page, index: number): string {
  const file = fileName(page, index);
  return `${file === null ? '' : `${file} · `}${describeOrigin(page, index)}`;
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

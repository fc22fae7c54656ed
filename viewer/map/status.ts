/** How many images the map shows, and how many are in the group; told to screen readers as it changes. */
import type { Page } from '../data/load.ts';
import { byId } from '../parts/elements.ts';
import { whole } from '../parts/numbers.ts';
import { isShown } from '../state/shown.ts';
import type { PageStore } from '../state/state.ts';

export function createMapStatus(page: Page, store: PageStore): void {
  store.watch(['hiddenClasses', 'placedShown', 'group'], (state) => {
    const shown = page.labels.reduce((sum, _, i) => sum + Number(isShown(page, state, i)), 0);
    const all = `${whole(shown)} of ${whole(page.labels.length)} shown`;
    const { size } = state.group;
    byId('map-status', HTMLElement).textContent =
      size === 0 ? all : `${all}, ${whole(size)} in the group`;
  });
}

/** Chooses which map is shown, and what its colours tell. */
import type { Page } from '../data/load.ts';
import { byId, element } from '../parts/elements.ts';
import type { PageStore, State } from '../state/state.ts';
import { COLOURINGS } from './colourings.ts';

export function createMapChoice(page: Page, store: PageStore): void {
  chooseMap(page, store);
  chooseColouring(page, store);
}

function chooseMap({ data }: Page, store: PageStore): void {
  const select = byId('map-select', HTMLSelectElement);
  select.append(...data.maps.map(({ title }, m) => element('option', { value: String(m) }, title)));
  select.addEventListener('change', () => {
    store.update({ map: select.selectedIndex });
  });
  // A choice among one is none.
  byId('map-choice', HTMLElement).hidden = data.maps.length === 1;
  store.watch(['map'], ({ map }) => {
    select.selectedIndex = map;
  });
}

function chooseColouring(page: Page, store: PageStore): void {
  const select = byId('colouring', HTMLSelectElement);
  const numbers = Object.entries(COLOURINGS).filter(([, { values }]) => values(page, 0) !== null);
  const offered = [['class', 'Class'], ...numbers.map(([name, { title }]) => [name, title])];
  select.append(...offered.map(([value, title]) => element('option', { value }, title)));
  select.addEventListener('change', () => {
    store.update({ colouring: select.value as State['colouring'] });
  });
  store.watch(['colouring'], ({ colouring }) => {
    select.value = colouring;
    byId('legend', HTMLElement).dataset.colouring = colouring;
  });
}

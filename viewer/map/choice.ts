/** Chooses which map is shown, and what its colours tell. */
import type { Page } from '../data/load.ts';
import { byId, element } from '../parts/elements.ts';
import type { PageStore, State } from '../state/state.ts';

/** What colours can tell, with the name that people see. */
const COLOURINGS: readonly (readonly [State['colouring'], string])[] = [
  ['class', 'Class'],
  ['distortion', 'Distortion'],
  ['uncertainty', 'Uncertainty'],
];

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

function chooseColouring({ data }: Page, store: PageStore): void {
  const select = byId('colouring', HTMLSelectElement);
  // Only placed images have an uncertainty.
  const placed = data.placedFrom < data.images.count;
  const offered = COLOURINGS.filter(([name]) => name !== 'uncertainty' || placed);
  select.append(...offered.map(([value, title]) => element('option', { value }, title)));
  select.addEventListener('change', () => {
    store.update({ colouring: offered[select.selectedIndex][0] });
  });
  store.watch(['colouring'], ({ colouring }) => {
    select.value = colouring;
    byId('legend', HTMLElement).dataset.colouring = colouring;
  });
}

/** Chooses which map is shown, and what its colours tell. */
import { byId, element } from '../parts/elements.ts';
import type { Page } from '../data/load.ts';
import type { PageStore } from '../state/state.ts';

const COLOURINGS = ['class', 'distortion', 'uncertainty'] as const;

export function createMapChoice({ data }: Page, store: PageStore): void {
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

  // Only placed images have an uncertainty.
  byId('colour-uncertainty', HTMLElement).hidden = data.placedFrom === data.images.count;
  const buttons = COLOURINGS.map((name) => byId(`colour-${name}`, HTMLButtonElement));
  buttons.forEach((button, i) => {
    button.addEventListener('click', () => {
      store.update({ colouring: COLOURINGS[i] });
    });
  });
  store.watch(['colouring'], ({ colouring }) => {
    buttons.forEach((button, i) => {
      button.setAttribute('aria-pressed', String(COLOURINGS[i] === colouring));
    });
    byId('legend', HTMLElement).dataset.colouring = colouring;
  });
}

import { byId, element } from '../parts/elements.ts';
import type { Page } from '../data/load.ts';
import type { State, PageStore } from '../state/state.ts';

/** A row of the origin that tells how far the page's models are from those in Node. */
export function createParity(page: Page, store: PageStore): void {
  if (page.parity.images.length === 0) return;
  const value = element('dd', { id: 'parity' });
  byId('origin', HTMLElement).append(
    element('div', {}, element('dt', {}, 'Largest difference from Node'), value),
  );
  store.watch(['parity', 'engine'], (state) => {
    value.textContent = describe(state);
  });
}

function describe({ parity, engine }: State): string {
  if (engine.status === 'failed') return 'not known: the models cannot run here';
  if (!parity) return 'not measured yet';
  const { latents, reconstructions, images } = parity;
  return `${latents.toExponential(1)} (latents), ${reconstructions.toExponential(1)} (reconstructions), over ${images} images`;
}

import { byId, element } from '../parts/elements.ts';
import type { Page } from '../data/load.ts';
import type { Engine, PageStore, State } from '../state/state.ts';

/** Rows of the origin that tell what the page's models run on, and how far they are from those in Node. */
export function createRuntimeFacts(page: Page, store: PageStore): void {
  const devices = row('devices', 'Models in this page');
  store.watch(['engine'], ({ engine }) => {
    devices.textContent = describeDevices(engine);
  });
  if (page.parity.images.length === 0) return;
  const parity = row('parity', 'Largest difference from Node');
  store.watch(['parity', 'engine'], (state) => {
    parity.textContent = describeParity(state);
  });
}

function row(id: string, title: string): HTMLElement {
  const value = element('dd', { id });
  byId('origin', HTMLElement).append(element('div', {}, element('dt', {}, title), value));
  return value;
}

function describeDevices(engine: Engine): string {
  if (engine.status === 'loading') return 'loading';
  return engine.status === 'failed' ? 'do not run' : engine.devices.note;
}

function describeParity({ parity, engine }: State): string {
  if (engine.status === 'failed') return 'not known: the models do not run';
  if (!parity) return 'not measured yet';
  const { latents, reconstructions, images } = parity;
  return `${latents.toExponential(1)} (latents), ${reconstructions.toExponential(1)} (reconstructions), over ${images} images`;
}

/** What a variational decoder makes of latents that no image has: drawn from the standard normal distribution. */
import type { Page } from '../data/load.ts';
import type { Models } from '../models/models.ts';
import { byId, element } from '../parts/elements.ts';
import { noiseOf } from '../parts/noise.ts';
import { paintImage } from '../parts/picture.ts';
import type { PageStore } from '../state/state.ts';

/** Samples that are shown at once. */
const SHOWN = 24;

export function createSamples(page: Page, store: PageStore, models: Pick<Models, 'decode'>): void {
  const section = byId('samples-section', HTMLDetailsElement);
  // Only of a variational autoencoder are latents normal on the whole; its training tells of divergences.
  section.hidden = page.data.history?.divergences === undefined;
  if (section.hidden) return;
  const note = byId('samples-note', HTMLElement);
  const pictures = Array.from({ length: SHOWN }, (_, n) =>
    element('canvas', { class: 'sample', role: 'img', 'aria-label': `Sample ${n + 1}` }),
  );
  byId('samples', HTMLElement).append(...pictures);
  byId('samples-renew', HTMLButtonElement).addEventListener('click', () => {
    store.update({ sampleSeed: store.state.sampleSeed + 1 });
  });

  const show = async (): Promise<void> => {
    if (!section.open) return;
    const { sampleSeed } = store.state;
    try {
      const images = await decodeSamples(page, models, sampleSeed);
      if (sampleSeed !== store.state.sampleSeed) return;
      pictures.forEach((picture, n) => {
        paintImage(picture, images[n], page.data.images);
      });
      note.textContent = '';
    } catch (error) {
      note.textContent = `The decoder did not answer: ${(error as Error).message}`;
    }
  };
  section.addEventListener('toggle', () => void show());
  store.watch(['sampleSeed'], () => void show());
}

async function decodeSamples(
  { data }: Page,
  models: Pick<Models, 'decode'>,
  seed: number,
): Promise<Float32Array[]> {
  const numbers = data.latentShape.reduce((product, size) => product * size, 1);
  const decoded = await models.decode(noiseOf(seed, SHOWN * numbers));
  const size = decoded.length / SHOWN;
  return Array.from({ length: SHOWN }, (_, n) => decoded.slice(n * size, (n + 1) * size));
}

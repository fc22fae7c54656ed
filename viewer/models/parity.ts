import { imageAt, type Page } from '../data/load.ts';
import type { Difference, PageStore } from '../state/state.ts';
import { toldElsewhere, type Models } from './models.ts';

/** Of the largest number: far more than runtimes differ by, far less than another model would. */
const ROUNDING = 1e-2;

/** Runs the page's sample images, and again whenever another device has taken over. */
export function watchParity(page: Page, store: PageStore, models: Models): void {
  if (page.parity.images.length === 0) return;
  store.watch(['engine'], ({ engine }) => {
    if (engine.status !== 'ready') return;
    measure(page, models).then((parity) => {
      store.update({ parity });
    }, toldElsewhere);
  });
}

async function measure(page: Page, models: Models): Promise<Difference> {
  const { images, latents, reconstructions } = page.parity;
  const pixels = images.flatMap((index) => [...imageAt(page, index)]);
  const encoded = await models.encode(Float32Array.from(pixels));
  // Node's latents are decoded, so that each difference is one model's own.
  const decoded = await models.decode(latents);
  const differences = {
    latents: largestDifference(encoded, latents),
    reconstructions: largestDifference(decoded, reconstructions),
  };
  const isSmall =
    differences.latents <= ROUNDING * largest(latents) &&
    differences.reconstructions <= ROUNDING * largest(reconstructions);
  return { images: images.length, ...differences, isSmall };
}

/** Of numbers that are all next to nothing, a little more. */
function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
}

function largestDifference(found: Float32Array, expected: Float32Array): number {
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
}

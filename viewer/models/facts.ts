import type { Page } from '../data/load.ts';
import type { Facts } from './protocol.ts';
import type { SpaceData } from './space.ts';

/** What a worker has to know of a page's models and mapped images. */
export function factsOf(page: Page): Facts {
  const { channels, height, width } = page.data.images;
  return {
    encoder: { tensors: page.data.encoder, inputShape: [channels, height, width] },
    decoder: { tensors: page.data.decoder, inputShape: page.data.latentShape },
    space: spaceOf(page),
  };
}

function spaceOf({ data, maps, search }: Page): SpaceData | null {
  if (!search) return null;
  return {
    search,
    maps: maps.map(({ positions }, m) => ({
      name: data.maps[m].name,
      positions: positions.slice(0, 2 * data.placedFrom),
    })),
  };
}

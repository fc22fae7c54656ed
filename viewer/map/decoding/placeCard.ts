/** Tells what the decoder makes of a place under the pointer where there is no point. */
import { countClasses } from '../../data/classCounts.ts';
import type { Page } from '../../data/load.ts';
import { latestWins } from '../../models/latestWins.ts';
import { toldElsewhere } from '../../models/models.ts';
import type { PageStore } from '../../state/state.ts';
import type { Neighbour } from '../nearest.ts';
import type { Card } from '../tooltip.ts';
import { blendOf } from './blend.ts';
import type { Blender } from './blender.ts';

export interface PlaceCards {
  /**
   * Asks what the decoder makes of points; the card comes when it has answered, unless something else was
   * asked meanwhile.
   *
   * @returns whether a card will come
   * @param behind the points near a place, nearest first; null where nothing is asked any more
   */
  ask(behind: readonly Neighbour[] | null, show: (card: Card) => void): boolean;
}

export function createPlaceCards(page: Page, store: PageStore, blender: Blender): PlaceCards {
  const decode = latestWins((behind: readonly Neighbour[]) => blender.decode([blendOf(behind)]));
  let newest = 0;
  return {
    ask(behind, show) {
      const asked = ++newest;
      const { layers, engine, replay } = store.state;
      if (behind === null || !layers.has('places') || engine.status !== 'ready') return false;
      // While the map is being made, no point is where it belongs.
      if (replay !== null) return false;
      if (behind.length === 0) {
        show(NOTHING_NEAR);
        return true;
      }
      decode(behind).then((images) => {
        if (images && asked === newest) show(placeCard(page, behind, images[0]));
      }, toldElsewhere);
      return true;
    },
  };
}

const NOTHING_NEAR: Card = {
  image: null,
  title: 'Nothing near',
  lines: ['no point is near enough', 'to decode from'],
};

function placeCard(page: Page, behind: readonly Neighbour[], image: Float32Array): Card {
  const points = behind.length === 1 ? 'the one point near' : `the ${behind.length} nearest points`;
  return {
    image,
    title: 'Decoded here',
    lines: [`approximate: decoded from the average of ${points}’ latents`, classesOf(page, behind)],
  };
}

/** Such as `5 × class 3, 3 × class 8`, the most first. */
function classesOf({ data, labels }: Page, behind: readonly Neighbour[]): string {
  const images = behind.map(({ index }) => index);
  return countClasses(labels, images)
    .map(({ label, count }) => `${count} × class ${data.dataset.classNames[label]}`)
    .join(', ');
}

/** Says how many images the map has without pictures, and how they are seen. */
import type { Crowd } from '../../data/crowd.ts';
import type { Page } from '../../data/load.ts';
import { byId } from '../../parts/elements.ts';
import { whole } from '../../parts/numbers.ts';
import { isCrowdShown } from '../../state/shown.ts';
import type { PageStore, State } from '../../state/state.ts';

const SEEN: Readonly<Record<NonNullable<State['crowdSeen']>, string>> = {
  density: 'shown by density',
  points: 'shown as small points',
};

export function createCrowdCaption(
  { data }: Page,
  store: PageStore,
  coming: Promise<Crowd | null>,
): void {
  const { crowd } = data;
  if (!crowd) return;
  const caption = byId('crowd-status', HTMLElement);
  const chip = byId('legend-crowd', HTMLButtonElement);
  byId('legend-crowd-title', HTMLElement).textContent = `${crowd.title}, ${whole(crowd.count)}`;
  chip.addEventListener('click', () => {
    store.update({ crowdShown: !store.state.crowdShown });
  });
  void coming.then((found) => {
    if (found === null) return;
    chip.hidden = false;
    store.watch(['crowdShown', 'crowdSeen', 'map', 'replay'], (state) => {
      const { crowdSeen } = state;
      chip.setAttribute('aria-pressed', String(state.crowdShown));
      const shown = isCrowdShown(state) && crowdSeen !== null;
      const text = shown
        ? `+ ${whole(crowd.count)} images of ${crowd.title}, ${SEEN[crowdSeen]}`
        : '';
      if (caption.textContent !== text) caption.textContent = text;
    });
  });
}

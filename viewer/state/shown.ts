import type { Page } from '../data/load.ts';
import type { PageStore, State } from './state.ts';

/**
 * Whether a point is on the map as the person has set it: its class, and placed points at all. While the making
 * of the map is shown, these are not there yet.
 */
export function isShown(
  { labels, data }: Page,
  { hiddenClasses, placedShown, replay }: Pick<State, 'hiddenClasses' | 'placedShown' | 'replay'>,
  index: number,
): boolean {
  return (
    !hiddenClasses.has(labels[index]) &&
    ((placedShown && replay === null) || index < data.placedFrom)
  );
}

/** Whether the images without pictures are shown: they lie on the first map, and are not there while it is made. */
export function isCrowdShown({
  crowdShown,
  map,
  replay,
}: Pick<State, 'crowdShown' | 'map' | 'replay'>): boolean {
  return crowdShown && map === 0 && replay === null;
}

/** Shows an image that is to be found again, where its class or all placed images are switched off. */
export function reveal(page: Page, store: PageStore, index: number): void {
  if (isShown(page, store.state, index)) return;
  const hiddenClasses = new Set(store.state.hiddenClasses);
  hiddenClasses.delete(page.labels[index]);
  const placedShown = store.state.placedShown || index >= page.data.placedFrom;
  store.update({ hiddenClasses, placedShown });
}

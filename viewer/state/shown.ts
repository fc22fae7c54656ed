import type { Page } from '../data/load.ts';
import type { State } from './state.ts';

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

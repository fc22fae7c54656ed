import type { Page } from '../data/load.ts';
import type { State } from './state.ts';

/** Whether a point is on the map as the person has set it: its class, and placed points at all. */
export function isShown(
  { labels, data }: Page,
  { hiddenClasses, placedShown }: Pick<State, 'hiddenClasses' | 'placedShown'>,
  index: number,
): boolean {
  return !hiddenClasses.has(labels[index]) && (placedShown || index < data.placedFrom);
}

import type { Page } from '../../data/load.ts';
import { differenceMap, largest, paintDifferences } from '../../parts/differenceMap.ts';
import { button, element } from '../../parts/elements.ts';
import { measured } from '../../parts/numbers.ts';
import { channelTitle } from './applyEdit.ts';
import type { Effect } from './effects.ts';

export interface RankedRow {
  readonly channel: number;
  /** Chooses the channel. */
  readonly button: HTMLButtonElement;
  readonly node: HTMLElement;
}

/**
 * A row for each effect: where the image changes, the channel, a bar and the number.
 *
 * @param effects the largest first
 */
export function createRankedRows(
  { data }: Page,
  reconstruction: Float32Array,
  effects: readonly Effect[],
  choose: (channel: number) => void,
): RankedRow[] {
  const { images, latentShape } = data;
  const changes = effects.map(({ without }) => differenceMap(reconstruction, without, images));
  // One scale for all, so that what changes little looks so.
  const brightest = Math.max(...changes.map(largest));
  const strongest = effects[0].change || 1;
  return effects.map(({ channel, change }, e) => {
    const picture = element('canvas', { class: 'picture', width: '1', height: '1' });
    paintDifferences(picture, changes[e], images, brightest);
    const fill = element('span', { class: 'fill' });
    fill.style.width = `${(100 * change) / strongest}%`;
    const row = button(
      {
        class: 'ranked',
        'aria-label': `${channelTitle(latentShape, channel)}, change ${measured(change)}`,
      },
      () => {
        choose(channel);
      },
      picture,
      element('span', {}, String(channel)),
      element('span', { class: 'track' }, fill),
      element('span', { class: 'bar-number' }, measured(change)),
    );
    return { channel, button: row, node: element('li', {}, row) };
  });
}

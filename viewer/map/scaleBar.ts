/** The colours of the points and the numbers that they stand for, below the map. */
import { colouredNumbers } from './colourings.ts';
import { byId, element } from '../parts/elements.ts';
import type { Page } from '../data/load.ts';
import { scalePalette } from './pointColours.ts';
import { isCrowdShown } from '../state/shown.ts';
import type { PageStore, State } from '../state/state.ts';
import { watchTheme } from '../parts/theme.ts';

export function createScaleBar(page: Page, store: PageStore): void {
  const bar = byId('scale-bar', HTMLCanvasElement);
  const context = bar.getContext('2d')!;
  watchTheme(bar, ({ dark }) => {
    const palette = scalePalette(dark);
    bar.width = palette.length;
    bar.height = 1;
    palette.forEach((colour, step) => {
      context.fillStyle = colour;
      context.fillRect(step, 0, 1, 1);
    });
  });
  store.watch(['map', 'colouring', 'crowdShown', 'replay'], (state) => {
    const scale = colouredNumbers(page, state)?.scale;
    byId('colour-scale', HTMLElement).hidden = scale === undefined;
    if (!scale) return;
    byId('scale-title', HTMLElement).textContent = scale.title + crowdNote(page, state);
    const ticks = scale.ticks.map(({ value, text }) => {
      const tick = element('span', {}, text);
      tick.style.left = `${100 * scale.place(value)}%`;
      return tick;
    });
    byId('scale-ticks', HTMLElement).replaceChildren(...ticks);
  });
}

/** Images without pictures come with no numbers to be coloured by. */
function crowdNote(
  { data: { crowd } }: Page,
  state: Pick<State, 'crowdShown' | 'map' | 'replay'>,
): string {
  return crowd && isCrowdShown(state)
    ? `; images of ${crowd.title} are grey: they have none here`
    : '';
}

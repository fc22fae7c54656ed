/** The colours of the points and the numbers that they stand for, below the map. */
import { colouredNumbers } from './colourings.ts';
import { byId, element } from '../parts/elements.ts';
import type { Page } from '../data/load.ts';
import { scalePalette } from './pointColours.ts';
import type { PageStore } from '../state/state.ts';
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
  store.watch(['map', 'colouring'], (state) => {
    const scale = colouredNumbers(page, state)?.scale;
    byId('colour-scale', HTMLElement).hidden = scale === undefined;
    if (!scale) return;
    byId('scale-title', HTMLElement).textContent = scale.title;
    const ticks = scale.ticks.map(({ value, text }) => {
      const tick = element('span', {}, text);
      tick.style.left = `${100 * scale.place(value)}%`;
      return tick;
    });
    byId('scale-ticks', HTMLElement).replaceChildren(...ticks);
  });
}

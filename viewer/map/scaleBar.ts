/** The colours of the points and the numbers that they stand for, below the map. */
import { colourScale } from './colourScale.ts';
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
    const scale = colourScale(page, state);
    byId('colour-scale', HTMLElement).hidden = scale === null;
    if (!scale) return;
    byId('scale-title', HTMLElement).textContent = scale.title;
    const ticks = scale.ticks.map(({ value, text }, i) => {
      const last = i === scale.ticks.length - 1;
      const tick = element('span', {}, `${text}${last ? ' or more' : ''}`);
      tick.style.left = `${100 * scale.place(value)}%`;
      return tick;
    });
    byId('scale-ticks', HTMLElement).replaceChildren(...ticks);
  });
}

/** Chooses which map is shown, and what its colours tell. */
import { DISTORTION_TICKS, distortionPlace } from '../pipeline/contract.ts';
import { byId, element } from './elements.ts';
import type { Page } from './load.ts';
import { percent } from './numbers.ts';
import { distortionPalette } from './pointColours.ts';
import type { PageStore } from './state.ts';
import { watchTheme } from './theme.ts';

export function createMapChoice({ data }: Page, store: PageStore): void {
  const select = byId('map-select', HTMLSelectElement);
  select.append(...data.maps.map(({ title }, m) => element('option', { value: String(m) }, title)));
  select.addEventListener('change', () => {
    store.update({ map: select.selectedIndex });
  });
  // A choice among one is none.
  byId('map-choice', HTMLElement).hidden = data.maps.length === 1;
  store.watch(['map'], ({ map }) => {
    select.selectedIndex = map;
  });

  const buttons = {
    class: byId('colour-class', HTMLButtonElement),
    distortion: byId('colour-distortion', HTMLButtonElement),
  };
  for (const colouring of ['class', 'distortion'] as const) {
    buttons[colouring].addEventListener('click', () => {
      store.update({ colouring });
    });
  }
  const scale = createScale();
  store.watch(['colouring'], ({ colouring }) => {
    buttons.class.setAttribute('aria-pressed', String(colouring === 'class'));
    buttons.distortion.setAttribute('aria-pressed', String(colouring === 'distortion'));
    byId('legend', HTMLElement).dataset.colouring = colouring;
    scale.hidden = colouring === 'class';
  });
}

/** The colours of distortion and what they stand for. */
function createScale(): HTMLElement {
  const bar = byId('distortion-bar', HTMLCanvasElement);
  const context = bar.getContext('2d')!;
  watchTheme(bar, ({ dark }) => {
    const palette = distortionPalette(dark);
    bar.width = palette.length;
    bar.height = 1;
    palette.forEach((colour, step) => {
      context.fillStyle = colour;
      context.fillRect(step, 0, 1, 1);
    });
  });
  const ticks = DISTORTION_TICKS.map((tick, i) => {
    const last = i === DISTORTION_TICKS.length - 1;
    const text = element('span', {}, `${percent(tick)}${last ? ' or more' : ''}`);
    text.style.left = `${100 * distortionPlace(tick)}%`;
    return text;
  });
  byId('distortion-ticks', HTMLElement).append(...ticks);
  return byId('distortion-scale', HTMLElement);
}

import { byId, element } from './elements.ts';
import type { Page } from './load.ts';
import { whole } from './numbers.ts';
import type { PageStore } from './state.ts';

/** One button a class that shows or hides its points, and two for all at once. */
export function createLegend(page: Page, store: PageStore): void {
  const counts = new Uint32Array(page.data.dataset.classNames.length);
  for (const label of page.labels) counts[label]++;
  const buttons = page.data.dataset.classNames.map((name, label) => {
    const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
    swatch.style.background = page.data.dataset.classColours[label];
    const count = element('span', { class: 'count' }, whole(counts[label]));
    const button = element('button', { type: 'button', class: 'chip' }, swatch, name, ' ', count);
    button.addEventListener('click', () => {
      const hidden = new Set(store.state.hiddenClasses);
      if (!hidden.delete(label)) hidden.add(label);
      store.update({ hiddenClasses: hidden });
    });
    return button;
  });
  byId('legend', HTMLElement).prepend(...buttons);
  byId('legend-all', HTMLButtonElement).addEventListener('click', () => {
    store.update({ hiddenClasses: new Set() });
  });
  byId('legend-none', HTMLButtonElement).addEventListener('click', () => {
    store.update({ hiddenClasses: new Set(buttons.keys()) });
  });
  store.watch(['hiddenClasses'], ({ hiddenClasses }) => {
    buttons.forEach((button, label) => {
      button.setAttribute('aria-pressed', String(!hiddenClasses.has(label)));
    });
  });
}

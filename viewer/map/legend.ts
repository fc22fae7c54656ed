import { byId, element } from '../parts/elements.ts';
import type { Page } from '../data/load.ts';
import { whole } from '../parts/numbers.ts';
import type { PageStore } from '../state/state.ts';

/** One button a class that shows or hides its points, two for all at once, and one for placed points. */
export function createLegend(page: Page, store: PageStore): void {
  const counts = new Uint32Array(page.data.dataset.classNames.length);
  for (const label of page.labels) counts[label]++;
  const { classNames, classColours, leftOut } = page.data.dataset;
  const buttons = classNames.map((name, label) => {
    const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
    swatch.style.background = classColours[label];
    const count = element('span', { class: 'count' }, whole(counts[label]));
    const button = element('button', { type: 'button', class: 'chip' }, swatch, name, ' ', count);
    if (label === leftOut) button.append(element('em', {}, 'left out of training'));
    button.title = 'Shows or hides this class; with Alt, or a double click, shows it alone';
    button.addEventListener('click', ({ altKey }) => {
      if (altKey) showAlone(label);
      else toggle(label);
    });
    // Its two clicks have hidden the class and shown it again.
    button.addEventListener('dblclick', () => {
      showAlone(label);
    });
    return button;
  });
  function toggle(label: number): void {
    const hidden = new Set(store.state.hiddenClasses);
    if (!hidden.delete(label)) hidden.add(label);
    store.update({ hiddenClasses: hidden });
  }
  function showAlone(label: number): void {
    store.update({ hiddenClasses: new Set([...buttons.keys()].filter((one) => one !== label)) });
  }
  byId('legend', HTMLElement).prepend(...buttons);
  byId('legend-all', HTMLButtonElement).addEventListener('click', () => {
    store.update({ hiddenClasses: new Set() });
  });
  byId('legend-none', HTMLButtonElement).addEventListener('click', () => {
    store.update({ hiddenClasses: new Set(buttons.keys()) });
  });
  createPlacedButton(page, store);
  store.watch(['hiddenClasses'], ({ hiddenClasses }) => {
    buttons.forEach((button, label) => {
      button.setAttribute('aria-pressed', String(!hiddenClasses.has(label)));
    });
  });
}

/** Shows or hides the images that were placed on the map, where there are any. */
function createPlacedButton({ data, labels }: Page, store: PageStore): void {
  const button = byId('legend-placed', HTMLButtonElement);
  button.hidden = data.placedFrom === labels.length;
  byId('legend-placed-count', HTMLElement).textContent = whole(labels.length - data.placedFrom);
  button.addEventListener('click', () => {
    store.update({ placedShown: !store.state.placedShown });
  });
  store.watch(['placedShown'], ({ placedShown }) => {
    button.setAttribute('aria-pressed', String(placedShown));
  });
}

/** The images that the models reconstruct worst. */
import type { Page } from '../data/load.ts';
import { byId, element } from '../parts/elements.ts';
import { imageButton } from '../parts/imageButton.ts';
import { short } from '../parts/numbers.ts';
import type { PageStore } from '../state/state.ts';

/** Images that are shown at once. */
const SHOWN = 24;

export function createGallery(page: Page, store: PageStore): void {
  const { classNames } = page.data.dataset;
  const select = byId('gallery-class', HTMLSelectElement);
  select.append(
    element('option', {}, 'All classes'),
    ...classNames.map((name) => element('option', {}, `Class ${name}`)),
  );
  const show = (): void => {
    const label = select.selectedIndex === 0 ? null : select.selectedIndex - 1;
    const worst = worstImages(page.errors, page.labels, label, SHOWN);
    byId('gallery', HTMLElement).replaceChildren(
      ...worst.map((index) => imageButton(page, store, index, short(page.errors[index]))),
    );
    byId('gallery-empty', HTMLElement).hidden = worst.length > 0;
  };
  select.addEventListener('change', show);
  // Made when it is opened: most who open the page look at the map first.
  byId('gallery-section', HTMLDetailsElement).addEventListener('toggle', show, { once: true });
}

/**
 * Ids of the images with the largest errors, the largest first, equal ones by id.
 *
 * @param label of the class that counts; null for all
 */
export function worstImages(
  errors: Float32Array,
  labels: Int32Array,
  label: number | null,
  count: number,
): number[] {
  return Array.from(errors.keys())
    .filter((index) => label === null || labels[index] === label)
    .sort((a, b) => errors[b] - errors[a] || a - b)
    .slice(0, count);
}

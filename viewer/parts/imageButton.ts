import { imageAt, type Page } from '../data/load.ts';
import { selectPoint } from '../state/actions.ts';
import type { PageStore } from '../state/state.ts';
import { element } from './elements.ts';
import { className } from './imageName.ts';
import { whole } from './numbers.ts';
import { paintImage } from './picture.ts';

/**
 * A small picture of an image of the map that selects it there; its class stands below it.
 *
 * @param detail what more is to be said of it, such as a distance
 */
export function imageButton(
  page: Page,
  store: PageStore,
  index: number,
  detail = '',
): HTMLButtonElement {
  const { classNames, classColours } = page.data.dataset;
  const picture = element('canvas', { class: 'picture', width: '1', height: '1' });
  paintImage(picture, imageAt(page, index), page.data.images);
  const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.background = classColours[page.labels[index]];
  const name = element('span', { class: 'name' }, swatch, classNames[page.labels[index]]);
  const label = [`Image ${whole(index)}`, className(page, index), detail].filter(Boolean);
  const button = element(
    'button',
    { type: 'button', class: 'image-button', 'aria-label': label.join(', ') },
    picture,
    name,
    // The space keeps the two words apart for those who speak what they see.
    ...(detail ? [' ', element('span', { class: 'quiet' }, detail)] : []),
  );
  button.title = label.join(', ');
  button.addEventListener('click', () => {
    selectPoint(store, index);
  });
  return button;
}

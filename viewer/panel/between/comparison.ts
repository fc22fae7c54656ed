/** Where the slider is: decoded there, beside the mere blend of pixels and the nearest image there is. */
import type { Page } from '../../data/load.ts';
import { element } from '../../parts/elements.ts';
import { imageButton } from '../../parts/imageButton.ts';
import { className } from '../../parts/imageName.ts';
import { short } from '../../parts/numbers.ts';
import { meanSquaredError, paintImage } from '../../parts/picture.ts';
import type { PageStore } from '../../state/state.ts';
import { endImage } from './ends.ts';
import { interpolate } from './way.ts';

const TITLE = 'Mean squared difference between the decoded image and the blend';

export function createComparison(page: Page, store: PageStore): HTMLElement {
  const decoded = picture('Decoded between A and B');
  const blend = picture('Pixels of A and B, blended');
  const difference = element('span', { title: TITLE }, 'blended');
  const nearest = element('div', { class: 'nearest' });
  const nearestClass = element('span', {});

  store.watch(['between'], ({ between: { a, b, t } }) => {
    if (!a || !b) return;
    paintImage(blend, interpolate(endImage(page, a), endImage(page, b), t), page.data.images);
  });
  store.watch(['pathStep'], ({ pathStep }) => {
    if (!pathStep) return;
    const { path, t, image } = pathStep;
    paintImage(decoded, image, page.data.images);
    const blended = interpolate(endImage(page, path.a), endImage(page, path.b), t);
    difference.textContent = `blended; MSE ${short(meanSquaredError(image, blended))}`;
  });
  store.watch(['pathNearest'], ({ pathNearest }) => {
    if (pathNearest === null) return;
    // A new button would lose the focus: the old one keeps it where somebody is on it.
    const focused = nearest.contains(document.activeElement);
    nearest.replaceChildren(imageButton(page, store, pathNearest));
    if (focused) nearest.querySelector('button')?.focus();
    nearestClass.textContent = className(page, pathNearest);
  });

  const figures = [
    figure(decoded, 'Between latents', element('span', {}, 'decoded')),
    figure(blend, 'Between pixels', difference),
  ];
  if (page.search) {
    figures.push(figure(nearest, 'Nearest latent', nearestClass));
  }
  return element('div', { class: 'three comparison' }, ...figures);
}

function picture(label: string): HTMLCanvasElement {
  return element('canvas', {
    class: 'picture',
    role: 'img',
    'aria-label': label,
    width: '1',
    height: '1',
  });
}

function figure(content: HTMLElement, title: string, detail: HTMLElement): HTMLElement {
  const caption = element('figcaption', {}, element('strong', {}, title), detail);
  return element('figure', {}, content, caption);
}

/** The reconstruction as it was, as it is after the edits, and how the two differ. */
import type { Page } from '../../data/load.ts';
import { differenceMap, largest, paintDifferences } from '../../parts/differenceMap.ts';
import { element } from '../../parts/elements.ts';
import { short } from '../../parts/numbers.ts';
import { meanSquaredError, paintImage } from '../../parts/picture.ts';
import type { PageStore } from '../../state/state.ts';

export function createComparison(page: Page, store: PageStore): HTMLElement {
  const before = figure('Reconstruction');
  const after = figure('Edited');
  const change = figure('Change');
  const shape = page.data.images;
  store.watch(['answer', 'edited'], ({ answer, edited }) => {
    if (!answer) return;
    paintImage(before.picture, answer.reconstruction, shape);
    before.tell(`error ${short(meanSquaredError(answer.image, answer.reconstruction))}`);
    if (edited?.of !== answer.latent) return;
    const differences = differenceMap(answer.reconstruction, edited.reconstruction, shape);
    paintImage(after.picture, edited.reconstruction, shape);
    after.tell(`error ${short(meanSquaredError(answer.image, edited.reconstruction))}`);
    paintDifferences(change.picture, differences, shape, largest(differences));
    change.tell(
      `MSE ${short(meanSquaredError(answer.reconstruction, edited.reconstruction))}`,
      'brighter is orange, darker is blue',
    );
  });
  return element('div', { class: 'three' }, before.node, after.node, change.node);
}

function figure(title: string) {
  const picture = element('canvas', { class: 'picture', role: 'img', width: '1', height: '1' });
  const detail = element('span', {}, '…');
  picture.setAttribute('aria-label', title);
  return {
    picture,
    node: element(
      'figure',
      {},
      picture,
      element('figcaption', {}, element('strong', {}, title), detail),
    ),
    /** Says what is to be seen; `more` to those who point at it or hear it. */
    tell(text: string, more = ''): void {
      detail.textContent = text;
      picture.setAttribute('aria-label', [title, text, more].filter(Boolean).join(', '));
      picture.title = more;
    },
  };
}

/** Ways into the group besides the lasso: the selected image, its nearest, a class. */
import type { Page } from '../../data/load.ts';
import { element } from '../../parts/elements.ts';
import { whole } from '../../parts/numbers.ts';
import { addNearest, changeGroup, toggleInGroup } from '../../state/actions.ts';
import type { PageStore } from '../../state/state.ts';

export function createGather(page: Page, store: PageStore): HTMLElement {
  const image = element('button', { type: 'button' });
  const nearest = element('button', { type: 'button' }, `Add its ${page.neighbours.k} nearest`);
  nearest.title = 'The selected image and its nearest in latent space';
  image.addEventListener('click', () => {
    toggleInGroup(store);
  });
  nearest.addEventListener('click', () => {
    addNearest(page, store);
  });
  store.watch(['selected', 'group'], ({ selected, group }) => {
    image.hidden = selected === null;
    nearest.hidden = selected === null || page.neighbours.k === 0;
    if (selected === null) return;
    image.textContent = `${group.has(selected) ? 'Remove' : 'Add'} image ${whole(selected)}`;
  });
  return element('div', { class: 'gather' }, image, nearest, chooseClass(page, store));
}

/** Adds all images of a class. */
function chooseClass({ data, labels }: Page, store: PageStore): HTMLSelectElement {
  const { classNames } = data.dataset;
  const select = element(
    'select',
    { 'aria-label': 'Add all images of a class' },
    element('option', { value: '' }, 'Add a class…'),
    ...classNames.map((name, label) => element('option', { value: String(label) }, name)),
  );
  select.addEventListener('change', () => {
    const label = Number(select.value);
    select.selectedIndex = 0;
    changeGroup(
      store,
      'add',
      [...labels.keys()].filter((index) => labels[index] === label),
    );
  });
  return select;
}

/** The search field: goes to an image by its number, or through those of a class or of a part of a file's name. */
import type { Page } from '../../data/load.ts';
import { byId, element } from '../../parts/elements.ts';
import { whole } from '../../parts/numbers.ts';
import { fileName } from '../../parts/imageName.ts';
import { listenToShortcut } from '../../parts/shortcuts.ts';
import { selectPoint } from '../../state/actions.ts';
import { reveal } from '../../state/shown.ts';
import type { PageStore } from '../../state/state.ts';
import { classQuery, imagesOfClass, nextOf, readQuery, type Found } from './query.ts';

/** @param goTo brings an image before the eye, which is selected by then */
export function createSearch(page: Page, store: PageStore, goTo: (index: number) => void): void {
  const { classNames } = page.data.dataset;
  const { count } = page.data.images;
  const { field, note } = buildField(classNames);
  /** The words that were last looked for. */
  let asked = '';

  const show = (index: number): void => {
    reveal(page, store, index);
    selectPoint(store, index);
    goTo(index);
  };
  const tell = (message: string, trouble = false): void => {
    note.textContent = message;
    note.dataset.trouble = String(trouble);
    field.setAttribute('aria-invalid', String(trouble));
  };
  const find = (by: 1 | -1): void => {
    const query = readQuery(field.value, count, classNames, page.files ?? []);
    const again = field.value === asked;
    asked = field.value;
    if (query.kind === 'nothing') {
      tell(query.message, true);
      return;
    }
    if (query.kind === 'image') {
      show(query.index);
      tell(`Image ${whole(query.index)}, class ${classNames[page.labels[query.index]]}.`);
      return;
    }
    if (query.kind === 'files') {
      // Other words begin with their first image, wherever one was before.
      const found = nextOf(query.images, again ? store.state.selected : null, by)!;
      show(found.index);
      tell(describeFile(page, found));
      return;
    }
    const name = classNames[query.label];
    const found = nextOf(imagesOfClass(page.labels, query.label), store.state.selected, by);
    if (!found) {
      tell(`There are no images of class ${name} here.`, true);
      return;
    }
    show(found.index);
    tell(
      `Image ${whole(found.index)}: ${whole(found.place)} of ${whole(found.of)} of class ${name}. ` +
        'Enter: next.',
    );
  };

  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') find(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') byId('map', HTMLElement).focus();
    else return;
    event.preventDefault();
    // The map's own Escape lets go of what was just found.
    event.stopPropagation();
  });
  for (const change of ['input', 'blur']) {
    field.addEventListener(change, () => {
      tell('');
    });
  }
  listenToShortcut('/', () => {
    field.focus();
    field.select();
  });
}

/** Which image was found by its file's name, and how many others were. */
function describeFile(page: Page, { index, place, of }: Found): string {
  const image = `${String(fileName(page, index))}, image ${whole(index)}`;
  if (of === 1) return `${image}, class ${page.data.dataset.classNames[page.labels[index]]}.`;
  return `${image}: ${whole(place)} of ${whole(of)} files that match. Enter: next.`;
}

function buildField(classNames: readonly string[]) {
  const field = element('input', {
    type: 'search',
    id: 'find',
    list: 'find-classes',
    placeholder: 'Find image',
    autocomplete: 'off',
    enterkeyhint: 'search',
    'aria-describedby': 'find-note',
    'aria-keyshortcuts': '/',
    title: 'The number of an image, or a class to go through (key /)',
  });
  const note = element('p', { class: 'find-note', id: 'find-note', role: 'status' });
  byId('find-host', HTMLElement).append(
    element('label', { class: 'unseen', for: 'find' }, 'Find image'),
    field,
    element(
      'datalist',
      { id: 'find-classes' },
      ...classNames.map((name) => element('option', { value: classQuery(name) })),
    ),
    note,
  );
  return { field, note };
}

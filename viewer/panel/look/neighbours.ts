/** Who lies next to the selected image, in latent space and on the map, and what that says of its place. */
import type { Page } from '../../data/load.ts';
import { byId, element } from '../../parts/elements.ts';
import { imageButton } from '../../parts/imageButton.ts';
import type { PageStore } from '../../state/state.ts';
import { moveWithTabs } from '../tabs.ts';
import { classesInWords, neighbourhoodOf, type Neighbourhood } from './neighbourhood.ts';
import { describePlace, placeFacts } from './place.ts';
import { judgePlace, type PlaceFacts } from './trust.ts';

export function createNeighbours(page: Page, store: PageStore): void {
  const section = byId('neighbourhood', HTMLElement);
  const inLatentSpace = createRow(page, store, 'latent-neighbours');
  const onMap = createRow(page, store, 'map-neighbours');
  const ring = byId('ring-neighbours', HTMLButtonElement);
  let ids: readonly number[] = [];
  /** Points out one neighbour, or those that the button has asked for. */
  const pointOut = (index: number | null): void => {
    const all = ring.getAttribute('aria-pressed') === 'true' ? ids : [];
    store.update({ highlighted: index === null ? all : [index] });
  };
  listenToRow(inLatentSpace.list, pointOut);
  listenToRow(onMap.list, pointOut);
  ring.addEventListener('click', () => {
    ring.setAttribute('aria-pressed', String(ring.getAttribute('aria-pressed') !== 'true'));
    pointOut(null);
  });

  moveWithTabs(store, section, ['look']);
  store.watch(['selected', 'map'], ({ selected, map }) => {
    section.hidden = selected === null || page.neighbours.k === 0;
    if (selected === null || page.neighbours.k === 0) {
      ids = [];
    } else {
      const found = neighbourhoodOf(page, map, selected);
      ids = found.inLatentSpace;
      showVerdict(placeFacts(page, map, selected, found));
      inLatentSpace.show(found.inLatentSpace, found.shared);
      onMap.show(found.onMap, found.shared);
    }
    pointOut(null);
  });
  store.watch(['panel'], ({ panel }) => {
    if (panel === 'look') pointOut(null);
    else store.update({ highlighted: [] });
  });
}

function showVerdict(facts: PlaceFacts): void {
  const { trust, title, reason } = judgePlace(facts);
  byId('verdict', HTMLElement).dataset.trust = trust;
  byId('verdict-title', HTMLElement).textContent = `${title}:`;
  byId('verdict-reason', HTMLElement).textContent = `${reason}.`;
  byId('place-facts', HTMLElement).textContent = describePlace(facts);
}

interface Row {
  readonly list: HTMLElement;
  show(images: readonly number[], shared: Neighbourhood['shared']): void;
}

/** A row of pictures with the classes in words; those that are in both rows bear a badge. */
function createRow(page: Page, store: PageStore, id: string): Row {
  const list = byId(id, HTMLUListElement);
  list.classList.toggle('wordy', page.data.dataset.classNames.some(isLong));
  return {
    list,
    show(images, shared) {
      const focused = [...list.children].findIndex((item) => item.contains(document.activeElement));
      byId(`${id}-classes`, HTMLElement).textContent = classesInWords(page, images);
      const buttons = images.map((index) => neighbourButton(page, store, index, shared));
      list.replaceChildren(...buttons.map((button) => element('li', {}, button)));
      // Whoever walks from neighbour to neighbour by keyboard stays in the row.
      if (focused >= 0) buttons[Math.min(focused, buttons.length - 1)].focus();
    },
  };
}

/** Below a tenth of the panel's width there is room for three letters. */
function isLong(className: string): boolean {
  return className.length > 3;
}

function neighbourButton(
  page: Page,
  store: PageStore,
  index: number,
  shared: Neighbourhood['shared'],
): HTMLButtonElement {
  const button = imageButton(page, store, index);
  button.dataset.index = String(index);
  if (!shared.has(index)) return button;
  const label = `${button.getAttribute('aria-label')}, in both rows`;
  button.setAttribute('aria-label', label);
  button.title = label;
  button.append(element('span', { class: 'badge', 'aria-hidden': 'true' }));
  return button;
}

/** Tells of the neighbour that is under the pointer or in focus, and when it no longer is. */
function listenToRow(list: HTMLElement, pointOut: (index: number | null) => void): void {
  const enter = ({ target }: Event): void => {
    const button = (target as Element).closest<HTMLElement>('[data-index]');
    if (button) pointOut(Number(button.dataset.index));
  };
  const leave = (): void => {
    pointOut(null);
  };
  list.addEventListener('pointerover', enter);
  list.addEventListener('focusin', enter);
  list.addEventListener('pointerleave', leave);
  list.addEventListener('focusout', leave);
}

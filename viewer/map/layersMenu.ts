/** Chooses what the map shows besides its points, and tells how far it is covered with decodings. */
import { byId, element } from '../parts/elements.ts';
import { percent, whole } from '../parts/numbers.ts';
import type { MapLayer, PageStore, State } from '../state/state.ts';
import { SHARES } from './density.ts';

interface Choice {
  readonly layer: MapLayer;
  readonly title: string;
  readonly note: string;
  readonly needsModels: boolean;
}

const CHOICES: readonly Choice[] = [
  {
    layer: 'names',
    title: 'Class names',
    note: 'Each where its points crowd most.',
    needsModels: false,
  },
  {
    layer: 'contours',
    title: 'Density contours',
    note: `Lines that hold ${inWords(SHARES)} of the points.`,
    needsModels: false,
  },
  {
    layer: 'places',
    title: 'Decode where I point',
    note: 'Between the points: what the decoder makes of the average of the nearest latents.',
    needsModels: true,
  },
  {
    layer: 'decodings',
    title: 'Decode the whole map',
    note: 'The same, as small pictures all over the map. Zoom in for finer steps.',
    needsModels: true,
  },
];

export function createLayersMenu(store: PageStore): void {
  const menu = byId('layers', HTMLDetailsElement);
  const rows = CHOICES.map((choice) => createRow(choice, store));
  menu.append(element('div', { class: 'layers-menu' }, ...rows));
  closeWhenLeft(menu);
  createProgress(store);
}

function createRow({ layer, title, note, needsModels }: Choice, store: PageStore): HTMLElement {
  const box = element('input', { type: 'checkbox', id: `layer-${layer}` });
  box.setAttribute('aria-describedby', `layer-${layer}-note`);
  box.addEventListener('change', () => {
    const layers = new Set(store.state.layers);
    if (box.checked) layers.add(layer);
    else layers.delete(layer);
    store.update({ layers });
  });
  store.watch(['layers', 'engine'], ({ layers, engine }: State) => {
    box.checked = layers.has(layer);
    box.disabled = needsModels && engine.status === 'failed';
  });
  return element(
    'div',
    { class: 'layer' },
    box,
    element('label', { for: box.id }, title),
    element('span', { class: 'quiet', id: `layer-${layer}-note` }, note),
  );
}

/** A menu closes on Escape, and when one turns to something else. */
function closeWhenLeft(menu: HTMLDetailsElement): void {
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    // It is the menu that is left, not the point that is selected.
    event.stopPropagation();
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
  for (const type of ['pointerdown', 'focusin']) {
    document.addEventListener(type, ({ target }) => {
      if (!menu.contains(target as Node)) menu.open = false;
    });
  }
}

/** Tells how far the map is covered: to the eye all the time, aloud when it begins and ends. */
function createProgress(store: PageStore): void {
  const progress = element('p', { class: 'quiet', id: 'covering', 'aria-hidden': 'true' });
  const spoken = element('p', { class: 'unseen', role: 'status' });
  byId('map', HTMLCanvasElement).after(progress, spoken);
  store.watch(['covering', 'replay'], ({ covering, replay }) => {
    progress.hidden = covering === null || replay !== null;
    if (!covering) return;
    const { done, total } = covering;
    const begun = `Decoding ${whole(total)} places`;
    const ended = total === 0 ? NOTHING : `${whole(total)} places decoded, approximately`;
    progress.textContent = done < total ? `${begun}: ${percent(done / total)}` : ended;
    const aloud = done < total ? begun : ended;
    if (spoken.textContent !== aloud) spoken.textContent = aloud;
  });
}

const NOTHING = 'No points in view to decode from';

/** Such as `25, 50, 75 and 95 %`. */
function inWords(shares: readonly number[]): string {
  const numbers = shares.slice(0, -1).map((share) => String(100 * share));
  return `${numbers.join(', ')} and ${percent(shares[shares.length - 1])}`;
}

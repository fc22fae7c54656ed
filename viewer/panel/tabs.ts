/** The tabs of the panel beside the map. */
import { byId } from '../parts/elements.ts';
import { openPanel } from '../state/actions.ts';
import { PANELS, type Panel, type PageStore } from '../state/state.ts';

export function createTabs(store: PageStore): void {
  const tabs = PANELS.map((panel) => byId(`tab-${panel}`, HTMLButtonElement));
  tabs.forEach((tab, t) => {
    tab.addEventListener('click', () => {
      openPanel(store, PANELS[t]);
    });
    tab.addEventListener('keydown', (event) => {
      const next = tabByKey(event.key, t);
      if (next === null) return;
      event.preventDefault();
      openPanel(store, PANELS[next]);
      tabs[next].focus();
    });
  });
  store.watch(['panel'], ({ panel }) => {
    PANELS.forEach((name, t) => {
      const open = name === panel;
      tabs[t].setAttribute('aria-selected', String(open));
      // One stop for the tabulator key; the arrow keys go on from there.
      tabs[t].tabIndex = open ? 0 : -1;
      panelHost(name).hidden = !open;
    });
  });
}

/** The element that a tab shows and hides. */
export function panelHost(panel: Panel): HTMLElement {
  return byId(`panel-${panel}`, HTMLElement);
}

/** Keeps an element at the end of whichever of these tabs is open. */
export function moveWithTabs(
  store: PageStore,
  shared: HTMLElement,
  panels: readonly Panel[],
): void {
  store.watch(['panel'], ({ panel }) => {
    if (panels.includes(panel)) panelHost(panel).append(shared);
  });
}

/** Arrow keys go round, Home and End to the first and the last; null for other keys. */
function tabByKey(key: string, from: number): number | null {
  const count = PANELS.length;
  if (key === 'ArrowRight') return (from + 1) % count;
  if (key === 'ArrowLeft') return (from + count - 1) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

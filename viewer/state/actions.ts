/** Changes of the state that more than one view asks for, each in one place. */
import type { PageStore, Panel } from './state.ts';

/** Makes a point of the map the subject; a tab that is about the drawing only gives way. */
export function selectPoint(store: PageStore, index: number | null): void {
  const { panel } = store.state;
  store.update({ selected: index, subject: 'point', panel: panel === 'draw' ? 'look' : panel });
}

/** Opens a tab of the panel, and turns to what the tab is about where it is about one thing only. */
export function openPanel(store: PageStore, panel: Panel): void {
  const { subject } = store.state;
  store.update({ panel, subject: SUBJECTS[panel] ?? subject });
}

const SUBJECTS: Readonly<Partial<Record<Panel, 'point' | 'drawing'>>> = {
  look: 'point',
  draw: 'drawing',
};

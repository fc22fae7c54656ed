/** Changes of the state that more than one view asks for, each in one place. */
import { withEnd, type End } from './between.ts';
import type { Page } from '../data/load.ts';
import { changed, type GroupChange } from './group.ts';
import type { PageStore, Panel } from './state.ts';

/** Makes a point of the map the subject; a tab that is about the drawing only gives way. */
export function selectPoint(store: PageStore, index: number | null): void {
  const { panel } = store.state;
  store.update({ selected: index, subject: 'point', panel: panel === 'draw' ? 'look' : panel });
}

/** Takes a point that was chosen on the map itself: while Between is open it becomes an end, too. */
export function choosePoint(store: PageStore, index: number | null): void {
  selectPoint(store, index);
  if (index !== null && store.state.panel === 'between') putEnd(store, { kind: 'point', index });
}

/** Puts something at an end of the way; without `slot`, at the active one. */
export function putEnd(store: PageStore, end: End, slot = store.state.between.active): void {
  store.update({ between: withEnd(store.state.between, slot, end) });
}

/** Takes images as the group, into it or out of it. */
export function changeGroup(store: PageStore, change: GroupChange, images: Iterable<number>): void {
  store.update({ group: changed(store.state.group, change, images) });
}

/**
 * Opens a tab of the panel, and turns to what the tab is about where it is about one thing only. Where it
 * may be about either, a pad on which nothing is drawn gives way to the selected point.
 */
export function openPanel(store: PageStore, panel: Panel): void {
  const { subject, drawing } = store.state;
  store.update({ panel, subject: SUBJECTS[panel] ?? (drawing === null ? 'point' : subject) });
}

const SUBJECTS: Readonly<Partial<Record<Panel, 'point' | 'drawing'>>> = {
  look: 'point',
  draw: 'drawing',
};

/** Takes the selected image into the group, or out of it where it is in. */
export function toggleInGroup(store: PageStore): void {
  const { selected, group } = store.state;
  if (selected === null) return;
  changeGroup(store, group.has(selected) ? 'remove' : 'add', [selected]);
}

/** Takes the selected image and its nearest in latent space into the group. */
export function addNearest({ neighbours: { k, indices } }: Page, store: PageStore): void {
  const { selected } = store.state;
  if (selected === null) return;
  const nearest = indices.subarray(selected * k, (selected + 1) * k);
  changeGroup(store, 'add', [selected, ...nearest]);
}

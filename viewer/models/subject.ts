import { imageAt, type Page } from '../data/load.ts';
import type { PageStore, State } from '../state/state.ts';
import { toldElsewhere, type Models } from './models.ts';
import { onReady } from './onReady.ts';

/** The image that the panel is about, channels × height × width in [0, 1]; null for none. */
export function subjectImage(page: Page, state: State): Float32Array | null {
  if (state.subject === 'drawing') return state.drawing;
  return state.selected === null ? null : imageAt(page, state.selected);
}

/** Whether there is a subject, and models that answer or will. */
export function isAnswerable(page: Page, state: State): boolean {
  return subjectImage(page, state) !== null && state.engine.status !== 'failed';
}

/** Asks the models about each new subject, and where it belongs on each new map; answers go into the store. */
export function askAboutSubject(page: Page, store: PageStore, models: Models): void {
  const ask = (): void => {
    const { state } = store;
    const image = subjectImage(page, state);
    if (!image) store.update({ answer: null });
    if (!image || state.engine.status !== 'ready') return;
    models.probe(image, state.map).then((outputs) => {
      if (outputs) store.update({ answer: { image, ...outputs } });
    }, toldElsewhere);
  };
  store.watch(['subject', 'selected', 'drawing', 'map'], ask);
  onReady(store, ask);
}

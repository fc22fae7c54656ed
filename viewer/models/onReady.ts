import type { PageStore } from '../state/state.ts';

/** Calls `work` whenever the models have come to answer: at first, and each time they were started again. */
export function onReady(store: PageStore, work: () => void): void {
  let before = false;
  store.watch(['engine'], ({ engine }) => {
    const ready = engine.status === 'ready';
    if (ready && !before) work();
    before = ready;
  });
}

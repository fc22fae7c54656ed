import { byId } from '../parts/elements.ts';
import type { Engine, PageStore } from '../state/state.ts';

const STATUS: Readonly<Record<Engine['status'], string>> = {
  loading: 'Loading the models…',
  ready: 'Models run in this page · WebAssembly',
  failed: 'Models cannot run',
};

/** Says how the models are doing, and what is wrong where they cannot run. */
export function createEngineStatus(store: PageStore): void {
  const line = byId('engine', HTMLElement);
  const trouble = byId('engine-trouble', HTMLElement);
  store.watch(['engine'], ({ engine }) => {
    line.textContent = STATUS[engine.status];
    line.dataset.status = engine.status;
    trouble.hidden = engine.status !== 'failed';
    trouble.textContent =
      engine.status === 'failed'
        ? `The models cannot run here, the map still works. ${engine.message}`
        : '';
  });
}

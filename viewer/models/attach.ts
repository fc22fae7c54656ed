import type { ReadText } from '../data/blobs.ts';
import type { Page } from '../data/load.ts';
import type { PageStore } from '../state/state.ts';
import { ON_PROCESSOR } from './devices.ts';
import { createEngineStatus } from './engine.ts';
import { createModels, loadModels, type Loading, type Models } from './models.ts';
import { watchParity } from './parity.ts';
import { askAboutSubject } from './subject.ts';

/** How long the page is left alone with its first answers before the graphics card is tried. */
const REST_MILLISECONDS = 1000;

/**
 * Starts the models, and again when somebody asks for that, and keeps the store told: how they do, what they
 * answer, how near they are to Node's.
 *
 * @param first is loading them already
 */
export function attachModels(first: Loading, read: ReadText, page: Page, store: PageStore): Models {
  const models = createModels(read, page, {
    onChange: (devices) => {
      if (store.state.engine.status !== 'ready') return;
      store.update({ engine: { status: 'ready', devices } });
    },
    onFailure: failed,
  });
  let rest: ReturnType<typeof setTimeout> | undefined;

  function failed({ message }: Error): void {
    store.update({ engine: { status: 'failed', message } });
  }

  async function start(loading: Loading): Promise<void> {
    clearTimeout(rest);
    store.update({ engine: { status: 'loading' } });
    try {
      await models.start(loading);
    } catch (error) {
      failed(error as Error);
      return;
    }
    store.update({ engine: { status: 'ready', devices: ON_PROCESSOR } });
    rest = setTimeout(() => void models.tryWebGpu(), REST_MILLISECONDS);
  }

  askAboutSubject(page, store, models);
  watchParity(page, store, models);
  createEngineStatus(store, () => void start(loadModels(read, 'wasm')));
  void start(first);
  return models;
}

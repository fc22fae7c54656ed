import type { ReadText } from '../data/blobs.ts';
import type { Page } from '../data/load.ts';
import type { PageStore } from '../state/state.ts';
import { ON_PROCESSOR } from './devices.ts';
import { createModels, type Loading, type Models } from './models.ts';
import { watchParity } from './parity.ts';
import { askAboutSubject } from './subject.ts';

/** How long the page is left alone with its first answers before the graphics card is tried. */
const REST_MILLISECONDS = 1000;

/** Waits for the models and keeps the store told: how they do, what they answer, how near they are to Node's. */
export async function attachModels(
  loading: Loading,
  read: ReadText,
  page: Page,
  store: PageStore,
): Promise<Models> {
  try {
    const models = await createModels(await loading, read, page, (devices) => {
      if (store.state.engine.status !== 'ready') return;
      store.update({ engine: { status: 'ready', devices } });
    });
    store.update({ engine: { status: 'ready', devices: ON_PROCESSOR } });
    askAboutSubject(page, store, models);
    watchParity(page, store, models);
    setTimeout(() => void models.tryWebGpu(), REST_MILLISECONDS);
    return models;
  } catch (error) {
    store.update({ engine: { status: 'failed', message: (error as Error).message } });
    throw error;
  }
}

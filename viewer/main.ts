/** Loads the page, makes its views and connects them; each view's work is in its own file. */
import { createAbout } from './measures/about.ts';
import { byId } from './parts/elements.ts';
import { createSamples } from './measures/samples.ts';
import { createRuntimeFacts } from './measures/runtime.ts';
import { createAnnouncer } from './panel/announcer.ts';
import { createBetween } from './panel/between/between.ts';
import { createEdit } from './panel/edit/edit.ts';
import { createChosen } from './panel/look/chosen.ts';
import { followLink } from './takeaway/follow.ts';
import { createTakeaway } from './takeaway/takeaway.ts';
import { linkPages } from './linking/linking.ts';
import { createTour } from './tour/tour.ts';
import { createTabs } from './panel/tabs.ts';
import { createLayersMenu } from './map/layersMenu.ts';
import { createLegend } from './map/legend.ts';
import { PageError } from './data/blobs.ts';
import { showDamage } from './data/damage.ts';
import { loadPage } from './data/load.ts';
import { openCrowd } from './data/openCrowd.ts';
import { readSheets } from './data/sheets.ts';
import { createMap } from './map/map.ts';
import { createCrowdCaption } from './map/crowd/caption.ts';
import { createMapChoice } from './map/choice.ts';
import { createPlayer } from './map/replay/player.ts';
import { createTools } from './map/tools.ts';
import { attachModels } from './models/attach.ts';
import { loadModels, type Models } from './models/models.ts';
import { createDraw } from './panel/draw/draw.ts';
import { createGroup } from './panel/group/group.ts';
import { createFeatureMaps } from './panel/look/featureMaps.ts';
import { createNeighbours } from './panel/look/neighbours.ts';
import { createResults } from './panel/look/results.ts';
import { createScaleBar } from './map/scaleBar.ts';
import { createStore } from './state/store.ts';
import { INITIAL_STATE } from './state/state.ts';

declare global {
  interface Window {
    /**
     * The models of this page for one's own experiments in the console: flat arrays in and out,
     * `await caelum.decode(await caelum.encode(image))`. All wait until the models are loaded.
     */
    caelum: Pick<Models, 'encode' | 'decode' | 'probe' | 'nearest' | 'place'>;
  }
}

// The script stands before the data, so that it can tell of a file that was cut short.
document.addEventListener('DOMContentLoaded', () => {
  byId('late', HTMLElement).remove();
  open()
    .catch((error: unknown) => {
      const trouble = byId('trouble', HTMLElement);
      trouble.hidden = false;
      trouble.textContent = `This page cannot be shown. ${reasonOf(error as Error)}`;
      byId('stage', HTMLElement).hidden = true;
      document.body.dataset.broken = 'true';
    })
    .finally(() => {
      delete document.body.dataset.opening;
    });
});

/** Only what was looked for has a message for people. */
function reasonOf(error: Error): string {
  if (error instanceof PageError) return error.message;
  return `Something in it is not as expected (${error.message}): the file seems to be changed, or this browser lacks something. Copy or download it again, make the page again, or try a newer browser.`;
}

async function open(): Promise<void> {
  const read = (id: string): string | null => document.getElementById(id)?.textContent ?? null;
  const loading = loadModels(read, 'wasm');
  // Whoever waits for them is told why they failed.
  loading.catch(() => undefined);
  const page = loadPage(read, await readSheets(read));
  const store = createStore(INITIAL_STATE);

  const models = attachModels(loading, read, page, store);

  showDamage(page.troubles);
  followLink(page, store);
  createAbout(page, store);
  createSamples(page, store, models);
  const crowd = openCrowd(page, read);
  const map = createMap(page, store, models, crowd);
  createTools(store);
  createLayersMenu(store);
  createMapChoice(page, store);
  createPlayer(page, store);
  createScaleBar(page, store);
  createLegend(page, store);
  createCrowdCaption(page, store, crowd);
  createTabs(store);
  createChosen(page, store);
  const pad = createDraw(page, store, models);
  createBetween(page, store, models);
  createEdit(page, store, models);
  createGroup(page, store, models);
  // What tabs share stands below what is theirs alone, in this order.
  createResults(page, store);
  createNeighbours(page, store);
  createFeatureMaps(page, store);
  createRuntimeFacts(page, store);
  createAnnouncer(page, store);
  createTakeaway(page, store, map, read);
  createTour(page, store, pad);
  linkPages(store, pad);

  window.caelum = models;
}

import type { Page } from '../../data/load.ts';
import { latestWins } from '../../models/latestWins.ts';
import { toldElsewhere, type Models } from '../../models/models.ts';
import { onReady } from '../../models/onReady.ts';
import { pathOf, type Between, type End, type Path, type PathStep } from '../../state/between.ts';
import type { PageStore } from '../../state/state.ts';
import { endLatent } from './ends.ts';
import { interpolate, join, split, STEP_SHARES } from './way.ts';

interface Ends {
  readonly a: End;
  readonly b: End;
  /** Index of the map that the steps are placed on. */
  readonly map: number;
}

/**
 * Asks the models about the way between the ends, and about the place on it where the slider is; the answers
 * go into the store. Nothing is asked while another tab is open.
 */
export function askAboutPath(page: Page, store: PageStore, models: Models): void {
  const latentOf = createEncoder(page, models);
  const findPath = latestWins((ends: Ends) => pathBetween(ends, latentOf, models));
  const findImage = latestWins((step: Step) => decodedStep(step, models));
  const findNearest = latestWins((step: Step) => models.nearest(latentAt(step), 1));
  let asked: Ends | null = null;

  const askForPath = (): void => {
    const { panel, between, map, engine } = store.state;
    if (panel !== 'between') return;
    const ends = endsOf(between, map);
    if (!ends) {
      asked = null;
      store.update({ path: null });
      return;
    }
    if (engine.status !== 'ready' || sameEnds(asked, ends)) return;
    asked = ends;
    findPath(ends).then((path) => {
      if (path && asked === ends) store.update({ path });
    }, toldElsewhere);
  };
  store.watch(['panel', 'between', 'map'], askForPath);
  onReady(store, () => {
    asked = null;
    askForPath();
  });
  store.watch(['path', 'between'], (state) => {
    const path = pathOf(state);
    if (!path || state.engine.status !== 'ready') return;
    const step = { path, t: state.between.t };
    findImage(step).then((pathStep) => {
      if (pathStep) store.update({ pathStep });
    }, toldElsewhere);
    findNearest(step).then((nearest) => {
      if (nearest) store.update({ pathNearest: nearest.indices[0] });
    }, toldElsewhere);
  });
}

function endsOf({ a, b }: Between, map: number): Ends | null {
  return a && b && { a, b, map };
}

function sameEnds(one: Ends | null, other: Ends | null): boolean {
  return one?.a === other?.a && one?.b === other?.b && one?.map === other?.map;
}

/** Each end is encoded once, however often the way is asked about. */
function createEncoder(page: Page, models: Models): (end: End) => Promise<Float32Array> {
  const known = new WeakMap<End, Promise<Float32Array>>();
  return (end) => {
    const latent = known.get(end) ?? endLatent(page, end, models);
    known.set(end, latent);
    // Models that were started again are asked again.
    latent.catch(() => known.delete(end));
    return latent;
  };
}

async function pathBetween(
  { a, b, map }: Ends,
  latentOf: (end: End) => Promise<Float32Array>,
  models: Models,
): Promise<Path> {
  const latents = [await latentOf(a), await latentOf(b)] as const;
  const ofSteps = STEP_SHARES.map((t) => interpolate(...latents, t));
  const [decoded, places] = await Promise.all([
    models.decode(join(ofSteps)),
    Promise.all(ofSteps.map((latent) => models.place(latent, map))),
  ]);
  const known = places.flatMap((place) => (place ? [{ x: place.x, y: place.y }] : []));
  return {
    a,
    b,
    latents,
    steps: split(decoded, ofSteps.length),
    places: known.length > 0 ? { map, points: known } : null,
  };
}

type Step = Pick<PathStep, 'path' | 't'>;

function latentAt({ path, t }: Step): Float32Array {
  return interpolate(...path.latents, t);
}

async function decodedStep(step: Step, models: Models): Promise<PathStep> {
  return { ...step, image: await models.decode(latentAt(step)) };
}

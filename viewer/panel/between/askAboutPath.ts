import type { Page } from '../../data/load.ts';
import { latestWins } from '../../models/latestWins.ts';
import type { Models } from '../../models/models.ts';
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
  const findStep = latestWins((step: { path: Path; t: number }) => stepOf(step, models));
  const failed = (error: unknown): void => {
    store.update({ engine: { status: 'failed', message: (error as Error).message } });
  };
  let asked: Ends | null = null;

  store.watch(['panel', 'between', 'map'], ({ panel, between, map }) => {
    if (panel !== 'between') return;
    const ends = endsOf(between, map);
    if (sameEnds(asked, ends)) return;
    asked = ends;
    if (!ends) {
      store.update({ path: null });
      return;
    }
    findPath(ends).then((path) => {
      if (path && asked === ends) store.update({ path });
    }, failed);
  });
  store.watch(['path', 'between'], (state) => {
    const path = pathOf(state);
    if (!path) return;
    findStep({ path, t: state.between.t }).then((pathStep) => {
      if (pathStep) store.update({ pathStep });
    }, failed);
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

async function stepOf(
  { path, t }: { readonly path: Path; readonly t: number },
  models: Models,
): Promise<PathStep> {
  const latent = interpolate(...path.latents, t);
  const [image, nearest] = await Promise.all([models.decode(latent), models.nearest(latent, 1)]);
  return { path, t, image, nearest: nearest ? nearest.indices[0] : null };
}

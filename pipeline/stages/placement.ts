/** Reads what the place and re-run stages left, and measures it. */
import { FILES, type Measure } from '../contract.ts';
import { decodeRerun } from '../files/rerunFile.ts';
import { displacement } from '../measures/placement/displacement.ts';
import {
  measureDisplacement,
  measurePlacedLabels,
} from '../measures/placement/placementMeasures.ts';
import { plannedMaps, type MapsSettings } from '../projections/maps.ts';
import { seededRandom } from '../random.ts';
import { pickRows } from '../tsne/algebra/vectors.ts';
import { nearestAmong } from '../tsne/neighbours/neighbours.ts';
import { referencesNeeded } from '../tsne/placing/placeOnMap.ts';
import { readLatents, readMaps, readPlaced } from './latents.ts';
import type { Run } from './stage.ts';

type Settings = MapsSettings & { readonly seed: number };

/** Of the test images on the maps: labels on each, displacement on the one that was made anew. */
export async function placementMeasures(run: Run, settings: Settings): Promise<Measure[]> {
  const { mapped, placed } = await readLatents(run);
  const { names, stored, places } = await readBoth(run, settings, mapped.labels.length);
  const maps = names.map((name, m) => {
    const { positions: placed, uncertainty } = places[m];
    return { name, positions: stored[m].positions, placed, uncertainty };
  });
  const points = { labels: mapped.labels, placedLabels: placed.labels, maps };
  return [
    ...(await measurePlacedLabels(points, settings.seed, (done, total) => {
      run.report.progress(done, total, 'placed images');
    })),
    ...(settings.projection.includes('tsne') ? await displacementMeasures(run, settings) : []),
  ];
}

async function displacementMeasures(run: Run, settings: Settings): Promise<Measure[]> {
  const { folder } = run;
  const { seed } = settings;
  const { mapped, placed, dimensions } = await readLatents(run);
  const count = mapped.labels.length;
  const { planned, stored, places } = await readBoth(run, settings, count);
  const m = planned.findIndex(({ rearrange }) => rearrange !== null);
  const text = (await folder.read(FILES.rerun)).toString();
  const rerun = decodeRerun(text, folder.file(FILES.rerun));
  const rows = rerun.ids.subarray(count).map((id) => id - count);
  const points = pickRows(placed.vectors, dimensions, rows);
  const k = referencesNeeded(count);
  return measureDisplacement({
    map: planned[m].name,
    displacement: displacement({
      latents: mapped.vectors,
      map: stored[m].positions,
      points,
      placed: pickRows(places[m].positions, 2, rows),
      neighbours: await nearestAmong(points, mapped.vectors, dimensions, k),
      dimensions,
      rerun: rerun.positions,
      random: seededRandom(seed, 'places of others'),
    }),
    uncertainty: pickRows(places[m].uncertainty, 1, rows),
    sample:
      rows.length < placed.labels.length
        ? { size: rows.length, of: placed.labels.length, seed }
        : null,
    seed,
  });
}

/** The maps, and what was placed on them. */
async function readBoth({ folder }: Run, settings: Settings, count: number) {
  const planned = plannedMaps(settings, count);
  const names = planned.map(({ name }) => name);
  return {
    planned,
    names,
    stored: await readMaps(folder, names),
    places: await readPlaced(folder, names),
  };
}

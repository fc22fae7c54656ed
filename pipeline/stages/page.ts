/** Everything → `viewer.html`. */
import { FILES, type History, type Metrics } from '../contract.ts';
import { processor } from '../engine/devices/device.ts';
import { classColours } from '../figures/palette.ts';
import type { Manifest } from '../files/manifest.ts';
import type { RunFolder } from '../files/runFolder.ts';
import { latentSearch } from '../page/latentSearch.ts';
import type { MapPoints, NearestImages } from '../page/input.ts';
import { buildPage } from '../page/page.ts';
import { provenance } from '../page/provenance.ts';
import type { Frames } from '../page/parts/frames.ts';
import { encodeSheets } from '../page/parts/sheets.ts';
import { plannedMaps } from '../projections/maps.ts';
import type { PlannedMap } from '../projections/projection.ts';
import { seededRandom } from '../random.ts';
import type { AnalysisSettings } from '../settings/analysis.ts';
import {
  readErrors,
  readFrames,
  readLatents,
  readMaps,
  readNeighbours,
  readPlaced,
  readPlacedNeighbours,
} from './latents.ts';
import { shownImages } from './mapped.ts';
import { pageModels } from './pageModels.ts';
import type { Run, Stage } from './stage.ts';

/** Neighbours that the page names of each image, at most. */
const NEAREST = 10;

/**
 * @param recorded the settings that the page tells of
 * @param trained whether there is a history to show
 */
export function pageStage(
  settings: AnalysisSettings,
  recorded: Manifest['settings'],
  trained: boolean,
): Stage {
  return {
    name: 'page',
    title: 'Page',
    reads: [
      FILES.encoder,
      FILES.decoder,
      FILES.latents,
      FILES.labels,
      FILES.errors,
      FILES.neighbours,
      FILES.distances,
      FILES.map,
      FILES.frames,
      FILES.placed,
      FILES.placedNeighbours,
      FILES.metrics,
      ...(trained ? [FILES.history] : []),
    ],
    writes: [FILES.viewer],
    settings: { ...recorded, processor: processor() },
    run: async (run, write) => {
      const { folder, dataset } = run;
      const shown = shownImages(dataset, settings);
      const sheets = shown.shape.channels === 3 ? await encodeSheets(shown) : null;
      const images = sheets?.images ?? shown;
      const latents = await readLatents(run);
      const placedFrom = latents.mapped.labels.length;
      const maps = plannedMaps(settings, placedFrom);
      const names = maps.map(({ name }) => name);
      const models = await pageModels(run, images);
      const page = await buildPage({
        data: {
          dataset: {
            title: dataset.title,
            source: dataset.source,
            classNames: dataset.classNames,
            classColours: classColours(dataset.classNames.length),
            leftOut: dataset.leftOut ?? null,
          },
          latentShape: latents.latentShape,
          ...models.tensors,
          maps: maps.map(({ name, title, settings }) => ({ name, title, settings })),
          placedFrom,
          metrics: await folder.readJson<Metrics>(FILES.metrics),
          history: trained ? await folder.readJson<History>(FILES.history) : null,
          provenance: provenance(run.manifest),
        },
        images,
        sheets,
        maps: await mapPoints(run, names),
        errors: await readErrors(folder),
        neighbours: await shownNeighbours(folder, placedFrom),
        frames: await mapFrames(run, maps),
        search: await latentSearch(
          latents.mapped.vectors,
          latents.dimensions,
          await readNeighbours(folder),
          seededRandom(settings.seed, 'search'),
        ),
        parity: models.parity,
        encoder: models.encoder,
        decoder: models.decoder,
      });
      write(FILES.viewer, page);
      return {};
    },
  };
}

/** The points of each map: those it was made of, and those placed on it. */
async function mapPoints({ folder }: Run, names: readonly string[]): Promise<MapPoints[]> {
  const maps = await readMaps(folder, names);
  const placed = await readPlaced(folder, names);
  return maps.map(({ positions, distortion }, m) => {
    if (placed.length === 0) return { positions, distortion, uncertainty: new Float32Array(0) };
    return {
      positions: concat(positions, placed[m].positions),
      distortion: concat(distortion, placed[m].distortion),
      uncertainty: placed[m].uncertainty,
    };
  });
}

function concat(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The nearest mapped images of all images, as many as the page names of each. */
async function shownNeighbours(folder: RunFolder, mapped: number): Promise<NearestImages> {
  const ofMapped = await readNeighbours(folder);
  const ofPlaced = await readPlacedNeighbours(folder);
  const k = Math.min(NEAREST, mapped - 1);
  const first = ({ k: known, indices }: NearestImages) => indices.filter((_, n) => n % known < k);
  return { k, indices: Int32Array.from([...first(ofMapped), ...first(ofPlaced)]) };
}

/** How the first t-SNE map came to be; null where there is none. */
async function mapFrames(run: Run, maps: readonly PlannedMap[]): Promise<Frames | null> {
  const map = maps.findIndex(({ rearrange }) => rearrange !== null);
  if (map < 0) return null;
  const { shape, data } = await readFrames(run.folder);
  const total = run.manifest.stages.map.results[`${maps[map].name}.iterations`];
  const iterations = Array.from({ length: shape[0] }, (_, f) => (total * (f + 1)) / shape[0]);
  return { map, iterations, positions: data as Float32Array };
}

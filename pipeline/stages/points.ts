/** All that is known of each image → `points.parquet`, one table for other programs. */
import { FILES } from '../contract.ts';
import type { Manifest } from '../files/manifest.ts';
import type { PointBlock, PointsForm } from '../files/pointColumns.ts';
import { PointsFile } from '../files/pointsFile.ts';
import { plannedMaps, type MapsSettings } from '../projections/maps.ts';
import type { Neighbours } from '../tsne/neighbours/neighbours.ts';
import {
  readErrors,
  readLatents,
  readMaps,
  readNeighbours,
  readPlaced,
  readPlacedNeighbours,
} from './latents.ts';
import type { Run, Stage } from './stage.ts';

/** @param recorded the settings that the file tells of */
export function pointsStage(settings: MapsSettings, recorded: Manifest['settings']): Stage {
  return {
    name: 'points',
    title: 'Points',
    reads: [
      FILES.latents,
      FILES.labels,
      FILES.images,
      FILES.neighbours,
      FILES.map,
      FILES.placed,
      FILES.placedNeighbours,
      FILES.errors,
    ],
    writes: [FILES.points],
    settings: recorded,
    run: async (run, write) => {
      const { form, splits } = await readPoints(run, settings);
      const points = new PointsFile(write.stream(FILES.points), form, facts(run, recorded));
      const total = splits.reduce((sum, { labels }) => sum + labels.length, 0);
      for (const split of splits) {
        points.append(split, (rows) => {
          run.report.progress(split.firstId + rows, total, 'images');
        });
      }
      points.finish();
      return {};
    },
  };
}

/** The mapped images and the placed ones, each as one block, with the columns that both have. */
async function readPoints(
  run: Run,
  settings: MapsSettings,
): Promise<{ readonly form: PointsForm; readonly splits: readonly PointBlock[] }> {
  const { folder, dataset } = run;
  const { mapped, placed, latentShape } = await readLatents(run);
  const count = mapped.labels.length;
  const maps = plannedMaps(settings, count).map(({ name, title }) => ({ name, title }));
  const names = maps.map(({ name }) => name);
  const ofMapped = await readNeighbours(folder);
  const ofPlaced = await readPlacedNeighbours(folder);
  const neighbours = Math.min(ofMapped.k, ofPlaced.k);
  const errors = await readErrors(folder);
  const files = { map: dataset.train.files, test: dataset.test.files };
  return {
    form: {
      latentShape,
      maps,
      neighbours,
      classNames: dataset.classNames,
      files: files.map !== undefined || files.test !== undefined,
    },
    splits: [
      {
        firstId: 0,
        split: 'map',
        labels: mapped.labels,
        files: files.map?.slice(0, count) ?? null,
        latents: mapped.vectors,
        maps: (await readMaps(folder, names)).map((map) => ({ ...map, uncertainty: null })),
        errors: errors.subarray(0, count),
        neighbours: nearest(ofMapped, neighbours),
      },
      {
        firstId: count,
        split: 'test',
        labels: placed.labels,
        files: files.test ?? null,
        latents: placed.vectors,
        maps: await readPlaced(folder, names),
        errors: errors.subarray(count),
        neighbours: nearest(ofPlaced, neighbours),
      },
    ],
  };
}

/** The first of the neighbours of each image, as many as all images have. */
function nearest({ k, indices }: Pick<Neighbours, 'k' | 'indices'>, wanted: number): Int32Array {
  return indices.filter((_, n) => n % k < wanted);
}

/** Where the points come from. */
function facts({ manifest }: Run, recorded: Manifest['settings']): Record<string, string> {
  const { dataset, versions } = manifest;
  return {
    dataset: dataset.title,
    source: dataset.source,
    data_sha256: dataset.fingerprint,
    settings: JSON.stringify(recorded),
    versions: JSON.stringify(versions),
  };
}

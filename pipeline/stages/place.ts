/** Test images → their places on the maps, which were made without them and stay as they are. */
import { FILES } from '../contract.ts';
import { encodePlaced } from '../files/mapFile.ts';
import { encodeNpy } from '../files/npy.ts';
import { plannedMaps, recordedMaps, type MapsSettings } from '../projections/maps.ts';
import { placeOnMaps } from '../projections/placeOnMaps.ts';
import { nearestAmong } from '../tsne/neighbours/neighbours.ts';
import { referencesNeeded } from '../tsne/placing/placeOnMap.ts';
import { readFinishedMaps, readLatents } from './latents.ts';
import type { Stage } from './stage.ts';

export function placeStage(settings: MapsSettings & { readonly seed: number }): Stage {
  const { seed } = settings;
  return {
    name: 'place',
    title: 'Place',
    reads: [FILES.latents, FILES.labels, FILES.map],
    writes: [FILES.placedNeighbours, FILES.placed],
    settings: { ...recordedMaps(settings), seed },
    run: async (run, write) => {
      const { mapped, placed, dimensions } = await readLatents(run);
      const { report } = run;
      const count = mapped.labels.length;
      const neighbours = await nearestAmong(
        placed.vectors,
        mapped.vectors,
        dimensions,
        referencesNeeded(count),
        {
          onProgress: (done, total) => {
            report.progress(done, total, 'images', 'Neighbours');
          },
        },
      );
      const finished = await readFinishedMaps(run.folder, plannedMaps(settings, count));
      const points = {
        latents: placed.vectors,
        dimensions,
        mapped: mapped.vectors,
        neighbours,
        seed,
      };
      const onProgress = report.progress.bind(report);
      const maps = await placeOnMaps({ ...points, onProgress }, finished);
      const shape = [neighbours.count, neighbours.k];
      write(FILES.placedNeighbours, encodeNpy({ shape, data: neighbours.indices }));
      write(FILES.placed, encodePlaced(maps, placed.labels, count));
      return {};
    },
  };
}

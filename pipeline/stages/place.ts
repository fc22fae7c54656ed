/** Test images → their places on the maps, which were made without them and stay as they are. */
import { FILES } from '../contract.ts';
import { encodePlaced, type PlacedMap } from '../files/mapFile.ts';
import { encodeNpy } from '../files/npy.ts';
import { placedDistortion } from '../measures/distortion.ts';
import { plannedMaps, recordedMaps, type MapsSettings } from '../projections/maps.ts';
import { seededRandom } from '../random.ts';
import { nearestAmong } from '../tsne/neighbours/neighbours.ts';
import { FixedMap } from '../tsne/placing/fixedMap.ts';
import { referencesNeeded } from '../tsne/placing/placeOnMap.ts';
import { readLatents, readMaps } from './latents.ts';
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
      const planned = plannedMaps(settings, count);
      const names = planned.map(({ name }) => name);
      const stored = await readMaps(run.folder, names);
      const maps: PlacedMap[] = [];
      for (const [m, { name, title, place }] of planned.entries()) {
        const map = stored[m].positions;
        const { positions, uncertainty } = await place({
          latents: placed.vectors,
          dimensions,
          reference: { latents: mapped.vectors, map: new FixedMap(map) },
          neighbours,
          random: seededRandom(seed, `map ${name}`),
          onProgress: (done, total, unit) => {
            report.progress(done, total, unit, title);
          },
        });
        const distortion = placedDistortion(neighbours, positions, map);
        maps.push({ name, positions, distortion, uncertainty });
      }
      const shape = [neighbours.count, neighbours.k];
      write(FILES.placedNeighbours, encodeNpy({ shape, data: neighbours.indices }));
      write(FILES.placed, encodePlaced(maps, placed.labels, count));
      return {};
    },
  };
}

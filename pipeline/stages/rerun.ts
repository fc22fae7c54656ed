/**
 * The images of the first t-SNE map and some of those placed on it → all of them arranged anew, together:
 * what placing is judged by. It takes as long as that map did, and goes through all of its steps: fewer
 * would leave points where placing had put them, and so flatter it.
 */
import { FILES } from '../contract.ts';
import { encodeRerun } from '../files/rerunFile.ts';
import { plannedMaps, recordedMaps, type MapsSettings } from '../projections/maps.ts';
import { permutation, seededRandom } from '../random.ts';
import { pickRows } from '../tsne/algebra/vectors.ts';
import { readLatents, readMaps, readPlaced } from './latents.ts';
import type { Stage } from './stage.ts';

/** Placed images that take part, at most: enough for a median … */
const SAMPLE_SIZE = 1000;
/** … and one for so many images of the map, so that it remains the map that it was. */
const MAPPED_TO_A_PLACED = 8;

export function rerunStage(settings: MapsSettings & { readonly seed: number }): Stage {
  const { seed } = settings;
  return {
    name: 'rerun',
    title: 'Re-run',
    reads: [FILES.latents, FILES.labels, FILES.map, FILES.placed],
    writes: [FILES.rerun],
    settings: { ...recordedMaps(settings), seed },
    run: async (run, write) => {
      const { mapped, placed, dimensions } = await readLatents(run);
      const count = mapped.labels.length;
      const planned = plannedMaps(settings, count);
      const names = planned.map(({ name }) => name);
      const m = planned.findIndex(({ rearrange }) => rearrange !== null);
      const { name, rearrange } = planned[m];
      const map = (await readMaps(run.folder, names))[m].positions;
      const places = (await readPlaced(run.folder, names))[m].positions;
      const sample = permutation(placed.labels.length, seededRandom(seed, 'placed images'))
        .subarray(0, Math.min(SAMPLE_SIZE, Math.ceil(count / MAPPED_TO_A_PLACED)))
        .sort();
      const latents = followedBy(mapped.vectors, placed.vectors, sample, dimensions);
      const positions = await rearrange!(
        {
          latents,
          dimensions,
          random: seededRandom(seed, `map ${name}`),
          onProgress: (done, total, unit) => {
            run.report.progress(done, total, unit);
          },
        },
        followedBy(map, places, sample, 2),
      );
      const ids = Int32Array.from({ length: count + sample.length }, (_, i) =>
        i < count ? i : count + sample[i - count],
      );
      write(FILES.rerun, encodeRerun({ ids, positions }));
      return {};
    },
  };
}

/** All rows of one array, then some of another. */
function followedBy(
  first: Float32Array,
  second: Float32Array,
  rows: Uint32Array,
  width: number,
): Float32Array {
  const both = new Float32Array(first.length + rows.length * width);
  both.set(first);
  both.set(pickRows(second, width, rows), first.length);
  return both;
}

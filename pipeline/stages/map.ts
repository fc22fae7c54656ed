/** Latents → maps: positions in the plane that keep neighbours together, and how far each point's are torn. */
import { FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import { encodeMaps, type StoredMap } from '../files/mapFile.ts';
import { encodeNpy } from '../files/npy.ts';
import type { Dataset } from '../images.ts';
import { distortion } from '../measures/distortion.ts';
import { plannedMaps, recordedMaps, type MapsSettings } from '../projections/maps.ts';
import { seededRandom } from '../random.ts';
import { readLatents, readNeighbours } from './latents.ts';
import { mappedCount, type MapSample } from './mapped.ts';
import type { Stage } from './stage.ts';

/** t-SNE gives each point at least three neighbours. */
const FEWEST_POINTS = 4;

export function mapStage(settings: MapsSettings & { readonly seed: number }): Stage {
  const { seed } = settings;
  return {
    name: 'map',
    title: 'Map',
    reads: [FILES.latents, FILES.labels, FILES.neighbours, FILES.distances],
    writes: settings.projection.includes('tsne') ? [FILES.map, FILES.frames] : [FILES.map],
    settings: { ...recordedMaps(settings), seed },
    check: (dataset) => {
      checkEnough(dataset, settings);
    },
    run: async (run, write) => {
      const { mapped, dimensions } = await readLatents(run);
      const neighbours = await readNeighbours(run.folder);
      const maps: StoredMap[] = [];
      const results: Record<string, number> = {};
      let frames: readonly Float32Array[] = [];
      for (const { name, title, notice, make } of plannedMaps(settings, neighbours.count)) {
        if (notice) run.report.note(notice);
        const made = await make({
          latents: mapped.vectors,
          dimensions,
          neighbours,
          random: seededRandom(seed, `map ${name}`),
          onProgress: (done, total, unit) => {
            run.report.progress(done, total, unit, title);
          },
        });
        const { positions } = made;
        checkFinite(positions, title);
        maps.push({ name, positions, distortion: distortion(neighbours, positions) });
        for (const [key, value] of Object.entries(made.results)) results[`${name}.${key}`] = value;
        if (frames.length === 0) frames = made.frames;
      }
      write(FILES.map, encodeMaps(maps, mapped.labels));
      if (frames.length > 0) write(FILES.frames, encodeFrames(frames));
      // What a run with other maps left.
      else for (const name of [FILES.frames, FILES.rerun]) run.folder.remove(name);
      return results;
    },
  };
}

/** Refuses a map that its projection could not make of these latents. */
function checkFinite(positions: Float32Array, title: string): void {
  const bad = positions.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new InputError(
    `${title} finds no place for image ${bad >> 1} (${positions[bad]}): its latents are too large, too small or too far apart ` +
      'for float32; scale what the encoder gives, or leave this projection out.',
  );
}

/** [frames, N, 2]. */
function encodeFrames(frames: readonly Float32Array[]): Buffer {
  const size = frames[0].length;
  const data = new Float32Array(frames.length * size);
  frames.forEach((frame, i) => {
    data.set(frame, i * size);
  });
  return encodeNpy({ shape: [frames.length, size / 2, 2], data });
}

function checkEnough(dataset: Dataset, sample: MapSample): void {
  const points = mappedCount(dataset, sample);
  if (points >= FEWEST_POINTS) return;
  throw new InputError(
    `A map needs at least ${FEWEST_POINTS} training images, these are ${points}; ` +
      'give more images, or leave out a --limit.',
  );
}

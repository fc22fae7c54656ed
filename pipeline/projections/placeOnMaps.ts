/** New points → their places on every map of a run, and how far to trust each. */
import type { PlacedMap } from '../files/mapFile.ts';
import { placedDistortion } from '../measures/distortion.ts';
import { seededRandom } from '../random.ts';
import type { Neighbours } from '../tsne/neighbours/neighbours.ts';
import type { FixedMap } from '../tsne/placing/fixedMap.ts';
import type { NewPoints, PlannedMap } from './projection.ts';

/** A finished map, and how it was planned. */
export interface FinishedMap {
  readonly plan: PlannedMap;
  /** M × 2. */
  readonly positions: Float32Array;
  readonly fixed: FixedMap;
}

export interface PointsToPlace {
  /** N × dimensions, finite. */
  readonly latents: Float32Array;
  readonly dimensions: number;
  /** What the maps were made of: M × dimensions. */
  readonly mapped: Float32Array;
  /** The nearest of those, as many as placing needs. */
  readonly neighbours: Neighbours;
  /** That the maps were made with. */
  readonly seed: number;
  readonly onProgress?: (
    ...progress: [...Parameters<NewPoints['onProgress']>, title: string]
  ) => void;
}

export async function placeOnMaps(
  { latents, dimensions, mapped, neighbours, seed, onProgress }: PointsToPlace,
  maps: readonly FinishedMap[],
): Promise<PlacedMap[]> {
  const placed: PlacedMap[] = [];
  for (const { plan, positions: map, fixed } of maps) {
    const { name, title, place } = plan;
    const { positions, uncertainty } = await place({
      latents,
      dimensions,
      reference: { latents: mapped, map: fixed },
      neighbours,
      random: seededRandom(seed, `map ${name}`),
      onProgress: (done, total, unit) => onProgress?.(done, total, unit, title),
    });
    const distortion = placedDistortion(neighbours, positions, map);
    placed.push({ name, positions, distortion, uncertainty });
  }
  return placed;
}

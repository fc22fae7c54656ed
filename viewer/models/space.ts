/**
 * The mapped latents as the page holds them: along their principal components. Here the mapped images
 * nearest to a new latent are found, and its place on a map.
 */
import { FixedMap } from '../../pipeline/tsne/placing/fixedMap.ts';
import { nearestReferences } from '../../pipeline/tsne/placing/nearestReferences.ts';
import {
  placeAt,
  placeAtMean,
  placeOnMap,
  referencesNeeded,
  type Placement,
  type Reference,
} from '../../pipeline/tsne/placing/placeOnMap.ts';
import type { Search } from '../data/search.ts';
import { linearMap, type LinearMap } from './linearMap.ts';

export interface SpaceData {
  readonly search: Search;
  readonly maps: readonly {
    /** Such as `tsne-30`; its beginning tells the kind. */
    readonly name: string;
    /** Mapped images × 2. */
    readonly positions: Float32Array;
  }[];
}

/** Mapped images near a latent, nearest first. */
export interface Nearest {
  /** Ids of the images. */
  readonly indices: Int32Array;
  /**
   * How far the latent is from each, Euclidean, in units of the latents: from where that image's latent
   * lies among the principal components, what the latent has beside them included.
   */
  readonly distances: Float32Array;
}

export interface Place {
  /** Index of the map. */
  readonly map: number;
  /** In units of the map, as the next. */
  readonly x: number;
  readonly y: number;
  /** How far apart the nearest mapped images lie on the map, seen from the place. */
  readonly uncertainty: number;
}

/** A latent among the principal components. */
export interface Located {
  /** One number a component. */
  readonly coordinates: Float32Array;
  /** Squared length of what the components do not hold. */
  readonly squaredRest: number;
  /** As many as placing takes into account; distances are those along the components. */
  readonly neighbours: Placement['neighbours'];
}

export interface Space {
  locate(latent: Float32Array): Located;
  /** @param k 1 or more; no more are given than there are */
  nearest(located: Located, k: number): Nearest;
  /** @param map index */
  place(located: Located, map: number): Place;
}

export function createSpace({ search, maps }: SpaceData): Space {
  const { components, coordinates } = search;
  const count = coordinates.length / components;
  const neighboursOf = (point: Float32Array, k: number) =>
    nearestReferences(point, coordinates, components, k);
  const placers = new Map<number, Placer>();
  return {
    locate: (latent) => {
      const along = alongComponents(search, latent);
      return { ...along, neighbours: neighboursOf(along.coordinates, referencesNeeded(count)) };
    },
    nearest: ({ coordinates, squaredRest, neighbours }, k) => {
      const most = Math.min(k, count);
      const found = most > neighbours.k ? neighboursOf(coordinates, most) : neighbours;
      return {
        indices: found.indices.slice(0, most),
        distances: Float32Array.from(found.squaredDistances.subarray(0, most), (squared) =>
          Math.sqrt(squared + squaredRest),
        ),
      };
    },
    place: (located, map) => {
      // What a map needs is made when something is first placed on it.
      const placer = placers.get(map) ?? createPlacer(maps[map], search);
      placers.set(map, placer);
      const { positions, uncertainty } = placer(located);
      return { map, x: positions[0], y: positions[1], uncertainty: uncertainty[0] };
    },
  };
}

/** Coordinates along the components, which are orthonormal, and what is left. */
function alongComponents({ components, mean, basis }: Search, latent: Float32Array) {
  const size = latent.length;
  const coordinates = new Float32Array(components);
  let squaredRest = 0;
  for (let d = 0; d < size; d++) squaredRest += (latent[d] - mean[d]) ** 2;
  for (let c = 0; c < components; c++) {
    let sum = 0;
    for (let d = 0; d < size; d++) sum += (latent[d] - mean[d]) * basis[c * size + d];
    coordinates[c] = sum;
    squaredRest -= sum * sum;
  }
  return { coordinates, squaredRest: Math.max(0, squaredRest) };
}

type Placer = (located: Located) => Placement;

/** Places as the pipeline does on maps of this kind, with distances along the components. */
function createPlacer(
  { name, positions }: SpaceData['maps'][number],
  { components, coordinates }: Search,
): Placer {
  const reference: Reference = { latents: coordinates, map: new FixedMap(positions) };
  const kind = name.split('-')[0];
  if (kind === 'pca' || kind === 'latent') {
    const project: LinearMap = linearMap(coordinates, positions, components);
    return ({ coordinates: point, neighbours }) =>
      placeAt(project(point), point, components, reference, { neighbours });
  }
  const place = kind === 'tsne' ? placeOnMap : placeAtMean;
  return ({ coordinates: point, neighbours }) =>
    place(point, components, reference, { neighbours });
}

/** What is measured of placed images, each by itself, so that it adds up over any number of them. */
import type { MeasureDefinition } from '../contract.ts';
import type { PlacedMap } from '../files/mapFile.ts';
import { PLACED_DISTORTION } from '../measures/distortion.ts';
import {
  ofSeenClasses,
  placedAccuracy,
  placedAccuracyDefinition,
  VOTERS,
} from '../measures/placement/placedAccuracy.ts';
import { IMAGE_MEASURES } from '../measures/reconstruction/imageMeasures.ts';
import { pickRows } from '../tsne/algebra/vectors.ts';
import { nearestAmong, type Neighbours } from '../tsne/neighbours/neighbours.ts';
import type { Reference } from './reference.ts';
import type { Column } from './tally.ts';

export interface PlacedImages {
  /** N class indices of the run; −1: none. */
  readonly labels: Int32Array;
  /** Of every image what each of the image measures says. */
  readonly measured: readonly (readonly number[])[];
  /** The nearest images of the maps in latent space. */
  readonly neighbours: Neighbours;
  readonly maps: readonly PlacedMap[];
}

/** In reading order. @param mapped number of images that the maps are made of */
export function placedDefinitions(mapped: number): MeasureDefinition[] {
  return [...IMAGE_MEASURES, placedAccuracyDefinition(voters(mapped)), PLACED_DISTORTION];
}

export async function placedColumns(images: PlacedImages, reference: Reference): Promise<Column[]> {
  const { labels, measured, maps } = images;
  return [
    ...IMAGE_MEASURES.map((measure, m): Column => ({
      measure,
      space: 'images',
      values: measured.map((values) => values[m]),
      labels,
    })),
    ...(await accuracies(images, reference)),
    ...maps.map(({ name, distortion }): Column => {
      return { measure: PLACED_DISTORTION, space: name, values: distortion };
    }),
  ];
}

/** Whether the images landed among their own class, in latent space and on every map. */
async function accuracies(
  { labels, neighbours, maps }: PlacedImages,
  reference: Reference,
): Promise<Column[]> {
  // Of one class, any neighbours agree.
  if (new Set(reference.labels).size < 2) return [];
  const seen = ofSeenClasses(reference.labels, labels);
  if (seen.length === 0) return [];
  const seenLabels = seen.map((i) => labels[i]);
  const k = voters(reference.labels.length);
  const measure = placedAccuracyDefinition(k);
  const column = (space: string, nearest: Neighbours): Column => {
    return { measure, space, values: placedAccuracy(nearest, reference.labels, seenLabels) };
  };
  const columns = [column('latents', nearestOf(neighbours, seen, k))];
  for (const [m, { name, positions }] of maps.entries()) {
    const own = pickRows(positions, 2, seen);
    const nearest = await nearestAmong(own, reference.maps[m].positions, 2, k);
    columns.push(column(name, nearest));
  }
  return columns;
}

function voters(mapped: number): number {
  return Math.min(VOTERS, mapped);
}

/** The first k neighbours of some of the queries. */
function nearestOf(neighbours: Neighbours, queries: Uint32Array, k: number): Neighbours {
  const indices = new Int32Array(queries.length * k);
  const squaredDistances = new Float64Array(queries.length * k);
  queries.forEach((query, row) => {
    const from = query * neighbours.k;
    indices.set(neighbours.indices.subarray(from, from + k), row * k);
    squaredDistances.set(neighbours.squaredDistances.subarray(from, from + k), row * k);
  });
  return { count: queries.length, k, indices, squaredDistances };
}

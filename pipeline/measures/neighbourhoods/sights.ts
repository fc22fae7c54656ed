/** One pass over points: what each sees in latent space and on every map, and how the two compare. */
import type { Device } from '../../engine/devices/device.ts';
import { binaryRange, shifted } from '../../tsne/algebra/vectors.ts';
import { DistanceOrder } from './distanceOrder.ts';
import { distanceRows, planeDistances } from './distanceRows.ts';
import type { Sight } from './pointMeasure.ts';

export interface MappedPoints {
  /** N × dimensions, finite, N at least 2. */
  readonly latents: Float32Array;
  readonly dimensions: number;
  /** One class index a point. */
  readonly labels: Int32Array;
  readonly maps: readonly PlacedMap[];
}

export interface PlacedMap {
  readonly name: string;
  /** N × 2, finite. */
  readonly positions: Float32Array;
}

const ORIGIN = new Float64Array(2);

/**
 * @param rows indices of the points that look
 * @param k number of nearest others that they see, fewer than there are points
 * @param device that computes distances
 * @yields what each sees, in order; overwritten once the next is asked for
 */
export async function* sights(
  { latents, dimensions, labels, maps }: MappedPoints,
  rows: Uint32Array,
  k: number,
  device: Device,
): AsyncGenerator<Sight> {
  const count = labels.length;
  const order = new DistanceOrder(count);
  const onMaps = maps.map(({ positions }) => ({
    // Orders go by float32 squares, which maps of any size have to fit into.
    positions: shifted(positions, ORIGIN, binaryRange(positions, ORIGIN)),
    line: new Float64Array(count),
    order: new DistanceOrder(count),
  }));
  for await (const { i, squaredDistances } of distanceRows(latents, dimensions, rows, device)) {
    order.around(i, squaredDistances);
    const nearest = order.nearest(k);
    yield {
      i,
      latents: { squaredDistances, nearest },
      maps: onMaps.map(({ positions, line, order: orderOnMap }) => {
        planeDistances(positions, i, line);
        orderOnMap.around(i, line);
        const nearestOnMap = orderOnMap.nearest(k);
        return {
          squaredDistances: line,
          nearest: nearestOnMap,
          latentRanks: order.ranks(nearestOnMap),
          mapRanks: orderOnMap.ranks(nearest),
        };
      }),
    };
  }
}

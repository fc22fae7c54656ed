/** A latent of any shape as values to draw: its maps, and their mean. */
import { latentMaps } from '../contract.ts';

/** Values in one latent. */
export function latentSize(latentShape: readonly number[]): number {
  return latentShape.reduce((product, size) => product * size, 1);
}

/** Values of each map, in order; a vector gives one map, which may be short of its last places. */
export function splitMaps(latent: Float32Array, latentShape: readonly number[]): Float32Array[] {
  const { count, height, width } = latentMaps(latentShape);
  const area = height * width;
  return Array.from({ length: count }, (_, map) => latent.subarray(map * area, (map + 1) * area));
}

/** Mean of the maps at each place. */
export function meanMap(latent: Float32Array, latentShape: readonly number[]): Float32Array {
  const maps = splitMaps(latent, latentShape);
  const sums = new Float64Array(maps[0].length);
  for (const map of maps) {
    for (let k = 0; k < map.length; k++) sums[k] += map[k];
  }
  return Float32Array.from(sums, (sum) => sum / maps.length);
}

/** Checks that `values` holds `count` × `size` numbers. @throws RangeError if not */
export function expectValues(
  name: string,
  values: { readonly length: number },
  count: number,
  size: number,
): void {
  if (values.length === count * size) return;
  throw new RangeError(`${name}: expected ${count} × ${size} values; got ${values.length}`);
}

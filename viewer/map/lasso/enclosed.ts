/** Which points lie within a loop. */
import { extent } from 'd3-array';
import { polygonContains } from 'd3-polygon';

export type Loop = readonly (readonly [x: number, y: number])[];

/**
 * The points within a loop, which closes itself; where it crosses itself, what it goes around twice is outside.
 *
 * @param loop corners in the unit of the positions; fewer than three enclose nothing
 * @param positions points × 2
 * @param counts tells which points may be taken
 * @returns their indices, in order
 */
export function enclosed(
  loop: Loop,
  positions: Float32Array,
  counts: (index: number) => boolean,
): number[] {
  if (loop.length < 3) return [];
  const corners = loop.map(([x, y]): [number, number] => [x, y]);
  const [left, right] = extent(corners, ([x]) => x) as [number, number];
  const [top, bottom] = extent(corners, ([, y]) => y) as [number, number];
  const found: number[] = [];
  for (let i = 0; i < positions.length / 2; i++) {
    const [x, y] = [positions[2 * i], positions[2 * i + 1]];
    // Most points are not even within the loop's box, which is quick to see.
    if (x < left || x > right || y < top || y > bottom || !counts(i)) continue;
    if (polygonContains(corners, [x, y])) found.push(i);
  }
  return found;
}

/** Where things lie on the map: arithmetic on positions, free of the canvas. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Positions in pixels that fill a canvas: one scale for both axes, since only distances mean
 * something on such a map, and y turned downwards.
 *
 * @param map points × 2, any unit, y upwards
 * @param margin pixels kept free on every side
 * @returns points × 2, pixels from the top left corner
 */
export function fitMap(
  map: Float32Array,
  width: number,
  height: number,
  margin: number,
): Float32Array {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < map.length; i += 2) {
    left = Math.min(left, map[i]);
    right = Math.max(right, map[i]);
    bottom = Math.min(bottom, map[i + 1]);
    top = Math.max(top, map[i + 1]);
  }
  const scale = Math.min(
    (width - 2 * margin) / (right - left || 1),
    (height - 2 * margin) / (top - bottom || 1),
  );
  const positions = new Float32Array(map.length);
  for (let i = 0; i < map.length; i += 2) {
    positions[i] = width / 2 + (map[i] - (left + right) / 2) * scale;
    positions[i + 1] = height / 2 - (map[i + 1] - (bottom + top) / 2) * scale;
  }
  return positions;
}

/** Cells a side of the grid on which {@link classAnchors} counts. */
const CELLS = 24;

/**
 * Where to write each class's name: the middle of its points in the 3 × 3 cells where it is densest,
 * so that a class in several groups is named on one of them and not in the empty space between.
 *
 * @returns one point a class, null for a class without points
 */
export function classAnchors(
  positions: Float32Array,
  labels: Int32Array,
  classes: number,
  width: number,
  height: number,
): (Point | null)[] {
  const cellOf = (position: number, size: number): number =>
    Math.min(CELLS - 1, Math.max(0, Math.floor((position / size) * CELLS)));
  const counts = new Float64Array(classes * CELLS * CELLS);
  for (let i = 0; i < labels.length; i++) {
    const column = cellOf(positions[2 * i], width);
    const row = cellOf(positions[2 * i + 1], height);
    counts[(labels[i] * CELLS + row) * CELLS + column]++;
  }
  const densest = Array.from({ length: classes }, (_, c) =>
    densestBlock(counts.subarray(c * CELLS * CELLS, (c + 1) * CELLS * CELLS)),
  );
  const sums = Array.from({ length: classes }, () => ({ x: 0, y: 0, count: 0 }));
  for (let i = 0; i < labels.length; i++) {
    const { row, column } = densest[labels[i]];
    const sum = sums[labels[i]];
    if (Math.abs(cellOf(positions[2 * i], width) - column) > 1) continue;
    if (Math.abs(cellOf(positions[2 * i + 1], height) - row) > 1) continue;
    sum.x += positions[2 * i];
    sum.y += positions[2 * i + 1];
    sum.count++;
  }
  return sums.map(({ x, y, count }) => (count > 0 ? { x: x / count, y: y / count } : null));
}

/** The cell that has the most points in itself and its eight neighbours. */
function densestBlock(counts: Float64Array): { row: number; column: number } {
  let best = { row: 0, column: 0, total: -1 };
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      let total = 0;
      for (let r = Math.max(0, row - 1); r <= Math.min(CELLS - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(CELLS - 1, column + 1); c++) {
          total += counts[r * CELLS + c];
        }
      }
      if (total > best.total) best = { row, column, total };
    }
  }
  return best;
}

/**
 * The nearest point within 45° of a direction.
 *
 * @param from where to start
 * @param direction unit vector, y downwards
 * @param atLeast nearer points are passed over, pixels
 * @param shown tells which points count
 * @returns its index, or null where there is none
 */
export function nearestTowards(
  positions: Float32Array,
  from: Point,
  direction: Point,
  atLeast: number,
  shown: (index: number) => boolean,
): number | null {
  let best: number | null = null;
  let bestDistance = Infinity;
  for (let i = 0; i < positions.length / 2; i++) {
    const dx = positions[2 * i] - from.x;
    const dy = positions[2 * i + 1] - from.y;
    const along = dx * direction.x + dy * direction.y;
    const across = Math.abs(dx * direction.y - dy * direction.x);
    const distance = Math.hypot(dx, dy);
    if (along <= 0 || across > along || distance < atLeast || distance >= bestDistance) continue;
    if (!shown(i)) continue;
    best = i;
    bestDistance = distance;
  }
  return best;
}

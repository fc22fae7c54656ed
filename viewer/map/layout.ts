/** Where things lie on the map: arithmetic on positions, free of the canvas. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Zoom and shift: a position p of zoom 1 is seen at p · k + (x, y). */
export interface Zoom {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** Where a position of zoom 1 is seen. */
export function onCanvas({ k, x, y }: Zoom, position: Point): Point {
  return { x: position.x * k + x, y: position.y * k + y };
}

/** How a map is laid onto a canvas: y turned downwards, and one scale for both axes. */
export interface Fit {
  /** Pixels for one unit of the map. */
  readonly scale: number;
  /** Where a place of the map lies, pixels from the top left corner. */
  at(place: Point): Point;
  /** The place of the map that lies there. */
  placeAt(point: Point): Point;
}

/**
 * Fills a canvas with a map, its sides in proportion, since only distances mean something on such a map.
 *
 * @param map points × 2, any unit, y upwards
 * @param margin pixels kept free on every side
 */
export function fitOf(map: Float32Array, width: number, height: number, margin: number): Fit {
  const { left, right, bottom, top } = boundsOf(map);
  const middle = { x: (left + right) / 2, y: (bottom + top) / 2 };
  const scale = Math.min(
    (width - 2 * margin) / (right - left || 1),
    (height - 2 * margin) / (top - bottom || 1),
  );
  return {
    scale,
    at: ({ x, y }) => ({
      x: width / 2 + (x - middle.x) * scale,
      y: height / 2 - (y - middle.y) * scale,
    }),
    placeAt: ({ x, y }) => ({
      x: middle.x + (x - width / 2) / scale,
      y: middle.y - (y - height / 2) / scale,
    }),
  };
}

/** All points of a map as {@link fitOf} lays them out: points × 2, pixels from the top left corner. */
export function fitMap(
  map: Float32Array,
  width: number,
  height: number,
  margin: number,
): Float32Array {
  const fit = fitOf(map, width, height, margin);
  const positions = new Float32Array(map.length);
  for (let i = 0; i < map.length; i += 2) {
    const { x, y } = fit.at({ x: map[i], y: map[i + 1] });
    positions[i] = x;
    positions[i + 1] = y;
  }
  return positions;
}

/** The longer side of a map, in its own units. */
export function extentOf(map: Float32Array): number {
  const { left, right, bottom, top } = boundsOf(map);
  return Math.max(right - left, top - bottom);
}

function boundsOf(map: Float32Array) {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < map.length; i += 2) {
    left = Math.min(left, map[i]);
    right = Math.max(right, map[i]);
    bottom = Math.min(bottom, map[i + 1]);
    top = Math.max(top, map[i + 1]);
  }
  return { left, right, bottom, top };
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

import { FRAME_LEVELS, type PageFrames } from '../../contract.ts';

/** How a map came to be. */
export interface Frames {
  /** Index of the map. */
  readonly map: number;
  /** After how many iterations each frame was taken. */
  readonly iterations: readonly number[];
  /** Frames × points × 2; the last frame is the map. */
  readonly positions: Float32Array;
}

/** The frames but the last as the page holds them, each in whole numbers within its own box. */
export function encodeFrames({ map, iterations, positions }: Frames): {
  readonly data: PageFrames;
  readonly grown: Int32Array;
} {
  const size = positions.length / iterations.length;
  const coded = new Int32Array(positions.length - size);
  const boxes = iterations.slice(0, -1).map((_, f) => {
    const frame = positions.subarray(f * size, (f + 1) * size);
    const box = boxOf(frame);
    const [left, bottom, right, top] = box;
    for (let n = 0; n < size; n++) {
      const [low, high] = n % 2 === 0 ? [left, right] : [bottom, top];
      const way = high > low ? (frame[n] - low) / (high - low) : 0;
      coded[f * size + n] = Math.round(FRAME_LEVELS * way);
    }
    return box;
  });
  const grown = coded.map((level, n) => (n < size ? level : level - coded[n - size]));
  return { data: { map, iterations, boxes }, grown };
}

/** Left, bottom, right and top. */
function boxOf(positions: Float32Array): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let n = 0; n < positions.length; n += 2) {
    const [x, y] = [positions[n], positions[n + 1]];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Where points were while t-SNE arranged them: arithmetic on its recorded iterations. */
import type { Frames } from '../../data/frames.ts';
import { MARGIN } from '../points.ts';

/** What is needed of the page's frames. */
type Recorded = Pick<Frames, 'iterations' | 'positions'>;

/** In CSS pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Size, beside that of the map, at which an arrangement of next to no extent is shown. */
const SMALLEST = 0.25;

/**
 * Places at any moment of the replay. t-SNE begins ten thousand times smaller than it ends, so each frame is
 * scaled: growth is seen, and all is in view. The last frame is exactly the map.
 *
 * @param moment 0 for the first frame to the number of frames − 1; in between, places between two
 * @param map places of the finished map, points × 2, CSS pixels; points beyond the mapped ones stay there
 */
export function replayPositions(
  frames: Recorded,
  moment: number,
  map: Float32Array,
  canvas: Size,
): Float32Array {
  const earlier = framePositions(frames, Math.floor(moment), map, canvas);
  const later = framePositions(frames, Math.ceil(moment), map, canvas);
  const share = moment - Math.floor(moment);
  return map.map((place, n) =>
    n < earlier.length ? earlier[n] + (later[n] - earlier[n]) * share : place,
  );
}

/** The iteration shown at a moment, a whole number. */
export function iterationAt({ iterations }: Recorded, moment: number): number {
  const before = iterations[Math.floor(moment)];
  const after = iterations[Math.ceil(moment)];
  return Math.round(before + (after - before) * (moment - Math.floor(moment)));
}

/** Mapped points of one frame, in CSS pixels. */
function framePositions(
  frames: Recorded,
  index: number,
  map: Float32Array,
  canvas: Size,
): Float32Array {
  const frame = frameAt(frames, index);
  const box = boxOf(frame);
  const final = boxOf(frameAt(frames, frames.iterations.length - 1));
  const seen = boxOf(map.subarray(0, frame.length));
  const growth = box.diagonal / (final.diagonal || 1);
  const share = Math.min(1, SMALLEST + (1 - SMALLEST) * Math.sqrt(growth));
  const scale = Math.min(
    (share * seen.diagonal) / (box.diagonal || 1),
    room(seen.x, canvas.width) / (box.width || 1),
    room(seen.y, canvas.height) / (box.height || 1),
  );
  return frame.map((value, n) =>
    n % 2 === 0 ? seen.x + (value - box.x) * scale : seen.y - (value - box.y) * scale,
  );
}

/** What fits around a middle, on a canvas so long. */
function room(middle: number, length: number): number {
  return 2 * (Math.min(middle, length - middle) - MARGIN);
}

function frameAt({ iterations, positions }: Recorded, index: number): Float32Array {
  const size = positions.length / iterations.length;
  return positions.subarray(index * size, (index + 1) * size);
}

/** Middle and extent of points. */
function boxOf(points: Float32Array) {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]);
    right = Math.max(right, points[i]);
    low = Math.min(low, points[i + 1]);
    high = Math.max(high, points[i + 1]);
  }
  const [width, height] = [right - left, high - low];
  return {
    x: (left + right) / 2,
    y: (low + high) / 2,
    width,
    height,
    diagonal: Math.hypot(width, height),
  };
}

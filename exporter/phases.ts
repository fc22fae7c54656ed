/**
 * Large images as four small ones. The phases of an image of 2H × 2W are its pixels (2h + a, 2w + b)
 * for a, b in {0, 1}: four images of H × W, in the order of {@link PHASES}. Layers that look at each
 * pixel by itself, and sums over all pixels, do not care; so phases travel as a batch four times as
 * large, [N, C, 2H, 2W] as [4·N, C, H, W] with the phases of one image next to each other, and only
 * those layers know of them that have to do with neighbouring pixels.
 */
import type { Graph, Value } from './graph.ts';
import { concat, depthToSpace2, reshape, slice } from './ops.ts';
import { nchw } from './shapes.ts';

/** (a, b) of each phase, in the order in which DepthToSpace takes them. */
export const PHASES = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/** [N, C, 2H, 2W] → [4·N, C, H, W] */
export function toPhases(g: Graph, x: Value): Value {
  const parts = PHASES.map(([a, b]) =>
    slice(g, x, [
      { axis: 2, start: a, step: 2 },
      { axis: 3, start: b, step: 2 },
    ]),
  );
  return asBatch(g, concat(g, parts, 1));
}

/** [4·N, C, H, W] → [N, C, 2H, 2W] */
export function fromPhases(g: Graph, phases: Value): Value {
  return depthToSpace2(g, asChannels(g, phases));
}

/** [N, 4·C, H, W] → [4·N, C, H, W]: the same numbers in the same order. */
export function asBatch(g: Graph, x: Value): Value {
  const [batch, channels, height, width] = nchw(x);
  return reshape(g, x, [`4·${batch}`, channels / 4, height, width]);
}

/** [4·N, C, H, W] → [N, 4·C, H, W] */
export function asChannels(g: Graph, phases: Value): Value {
  const [batch, channels, height, width] = nchw(phases);
  return reshape(g, phases, [String(batch).replace('4·', ''), 4 * channels, height, width]);
}

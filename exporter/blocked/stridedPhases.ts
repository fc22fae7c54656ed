import type { Graph, Value } from '../graph.ts';
import { marginsBefore, PHASES, type Phases } from '../phases.ts';
import type { Blocks } from './blocks.ts';

/** Phases of a 3 × 3 convolution of x: blocks, or N × C × H × W of few channels. */
export function stridedPhases(
  g: Graph,
  blocks: Blocks,
  x: Value,
  weight: Value,
  form: { readonly bias?: Value; readonly relu?: boolean } = {},
): Phases {
  const kernels = blocks.arrange(g, weight);
  return PHASES.map((phase) =>
    blocks.convolve(g, x, kernels, { ...form, pads: marginsBefore(phase), stride: 2 }),
  );
}

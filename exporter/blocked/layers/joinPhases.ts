/** Puts an image together from its phases, for a layer that looks at neighbouring pixels. */
import type { Trainable } from '../../layers/layer.ts';
import type { Blocks } from '../blocks.ts';
import type { Phases } from '../../phases.ts';

export function joinPhases(blocks: Blocks): Trainable<Phases> {
  return {
    kind: 'join',
    parameters: [],
    statistics: [],
    train: (g, phases) => ({
      output: [blocks.join(g, phases)],
      statistics: [],
      backward: ([dy]) => ({ parameters: [], input: () => blocks.split(g, dy) }),
    }),
  };
}

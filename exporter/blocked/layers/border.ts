/** Where images in blocks begin and end: the gradient crosses the other way. */
import type { Graph, Value } from '../../graph.ts';
import type { Trainable } from '../../layers/layer.ts';
import type { Phases } from '../../phases.ts';
import type { Blocks } from '../blocks.ts';

/** N × C × H × W → blocks. */
export function enterBlocks(blocks: Blocks): Trainable<Phases> {
  return crossing('enter', blocks.enter.bind(blocks), blocks.leave.bind(blocks));
}

/** Blocks → N × C × H × W. */
export function leaveBlocks(blocks: Blocks): Trainable<Phases> {
  return crossing('leave', blocks.leave.bind(blocks), blocks.enter.bind(blocks));
}

type Reorder = (g: Graph, x: Value) => Value;

function crossing(kind: string, forward: Reorder, back: Reorder): Trainable<Phases> {
  return {
    kind,
    parameters: [],
    statistics: [],
    train: (g, [x]) => ({
      output: [forward(g, x)],
      statistics: [],
      backward: ([dy]) => ({ parameters: [], input: () => [back(g, dy)] }),
    }),
  };
}

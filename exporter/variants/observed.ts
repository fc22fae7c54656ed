/** A graph that gives what it computes on the way. */
import type { Graph, Value } from '../graph.ts';
import { identity } from '../ops.ts';
import { rebuilt, sameNode } from './rebuild.ts';

/** The same graph with other outputs: some of its values, each under {@link observedName}. */
export function observed(source: Graph, values: readonly Value[]): Graph {
  return rebuilt(source, sameNode, ({ g, value }) => {
    for (const each of values) g.output(observedName(each), identity(g, value(each)));
  });
}

export function observedName({ name }: Value): string {
  return `observed/${name}`;
}

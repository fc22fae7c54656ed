/** A graph made anew from another, node by node, where some of its parts shall be others. */
import { Graph, type Node, type Tensor, type Value } from '../graph.ts';

/** The new graph while it is being made. */
export interface Rebuilding {
  readonly g: Graph;
  /** What a value of the source has become; an initializer is taken over when it is first asked for. */
  readonly value: (source: Value) => Value;
  /** The numbers of an initializer of the source; null for what is computed or fed. */
  readonly tensor: (source: Value) => Tensor | null;
}

/**
 * @param rebuild adds what takes the place of a node of the source; gives its results
 * @param conclude names the outputs; left out: those of the source
 */
export function rebuilt(
  source: Graph,
  rebuild: (made: Rebuilding, node: Node) => readonly Value[],
  conclude: (made: Rebuilding) => void = ({ g, value }) => {
    for (const output of source.outputs) g.output(output.name, value(output.value));
  },
): Graph {
  const g = new Graph(source.name);
  const tensors = new Map(source.initializers.map(({ value, tensor }) => [value.name, tensor]));
  const values = new Map<string, Value>([[NONE.name, NONE]]);
  for (const { name, shape, dtype } of source.inputs) values.set(name, g.input(name, shape, dtype));
  const tensor = ({ name }: Value) => tensors.get(name) ?? null;
  const value = (wanted: Value): Value => {
    const known = values.get(wanted.name);
    if (known) return known;
    const numbers = tensor(wanted);
    if (!numbers)
      throw new Error(`graph ${source.name}: ${wanted.name} is not computed before use`);
    const taken = g.initializer(wanted.name, numbers);
    values.set(wanted.name, taken);
    return taken;
  };
  const made = { g, value, tensor };
  for (const node of source.nodes) {
    const results = inScopeOf(node, g, () => rebuild(made, node));
    node.outputs.forEach(({ name }, i) => values.set(name, results[i]));
  }
  conclude(made);
  return g;
}

/** A node as it was, be it of other inputs. */
export function sameNode(
  { g, value }: Rebuilding,
  { operator, inputs, outputs, attributes }: Node,
  others: readonly Value[] = inputs.map(value),
): Value[] {
  return g.nodeWithOutputs(operator, others, outputs, attributes);
}

/** Stands for an input that an operator is not given. */
const NONE: Value = { name: '', shape: [0], dtype: 'float32' };

/** New nodes stand beside the one that they take the place of. */
function inScopeOf<Result>({ name }: Node, g: Graph, build: () => Result): Result {
  const end = name.lastIndexOf('/');
  return end < 0 ? build() : g.scoped(name.slice(0, end), build);
}

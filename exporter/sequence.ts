/** Layers one after the other: the chain rule, once for all of them. */
import type { Graph, Value } from './graph.ts';
import type { Backward, Described, Layer, LayerTensors, Trainable } from './layers/layer.ts';
import type { NamedLayer } from './state.ts';

/** Layers within a graph, and where their tensors are. */
export interface Sequence<Kind extends Described = Layer> {
  readonly layers: readonly NamedLayer<Kind>[];
  /** Value of each tensor by its full name, such as `encoder.0.weight`. */
  readonly tensors: ReadonlyMap<string, Value>;
}

export interface SequenceForward<Images> {
  readonly output: Images;
  /** The batch's own statistics, in order. */
  readonly statistics: readonly Value[];
  readonly backward: (outputGradient: Images) => SequenceBackward<Images>;
}

export interface SequenceBackward<Images> {
  /** Gradients of all parameters, in order. */
  readonly parameters: readonly Value[];
  /** Adds the gradient of the sequence's input. */
  readonly input: () => Images;
}

/** Adds the forward pass in inference. */
export function infer(g: Graph, x: Value, { layers, tensors }: Sequence): Value {
  return layers.reduce(
    (value, layer) =>
      g.scoped(scope(layer), () => layer.layer.infer(g, value, tensorsOf(layer, tensors))),
    x,
  );
}

/** Adds the forward pass of a training step; calling `backward` adds the way back. */
export function train<Images>(
  g: Graph,
  x: Images,
  { layers, tensors }: Sequence<Trainable<Images>>,
): SequenceForward<Images> {
  let output = x;
  const steps = layers.map((layer) => {
    const step = g.scoped(scope(layer), () =>
      layer.layer.train(g, output, tensorsOf(layer, tensors)),
    );
    output = step.output;
    return step;
  });
  return {
    output,
    statistics: steps.flatMap(({ statistics }) => statistics),
    backward: (outputGradient) => {
      const gradients: Value[] = [];
      let input = () => outputGradient;
      const stepBack = (index: number, dy: () => Images): Backward<Images> => {
        const name = `${scope(layers[index])}/gradient`;
        const gradient = dy();
        const back = g.scoped(name, () => steps[index].backward(gradient));
        return { ...back, input: () => g.scoped(name, back.input) };
      };
      // Before the first parameters, gradients are of use to who asks for the input's only.
      const first = layers.findIndex(({ layer }) => layer.parameters.length > 0);
      for (let index = steps.length - 1; index >= 0; index--) {
        const after = input;
        if (index < first) {
          input = () => stepBack(index, after).input();
          continue;
        }
        const back = stepBack(index, after);
        gradients.unshift(...back.parameters);
        input = back.input;
      }
      return { parameters: gradients, input };
    },
  };
}

function scope({ name, layer }: NamedLayer<Described>): string {
  return `${name}.${layer.kind}`;
}

function tensorsOf(
  { name, layer }: NamedLayer<Described>,
  tensors: ReadonlyMap<string, Value>,
): LayerTensors {
  const values = (parameters: Layer['parameters']) =>
    parameters.map((parameter) => {
      const value = tensors.get(`${name}.${parameter.name}`);
      if (!value) throw new Error(`no tensor named ${name}.${parameter.name}`);
      return value;
    });
  return { parameters: values(layer.parameters), statistics: values(layer.statistics) };
}

/** Layers one after the other: the chain rule, once for all of them. */
import type { Graph, Value } from './graph.ts';
import type { Layer, LayerTensors } from './layers/layer.ts';
import { tensorName } from './state.ts';

/** A part of a network within a graph: `encoder` or `decoder`, its layers, and where its tensors are. */
export interface Sequence {
  readonly part: string;
  readonly layers: readonly Layer[];
  /** Value of each tensor by its full name, such as `encoder.0.weight`. */
  readonly tensors: ReadonlyMap<string, Value>;
}

export interface SequenceForward {
  readonly output: Value;
  /** Updated running statistics, in order. */
  readonly statistics: readonly Value[];
  readonly backward: (outputGradient: Value) => SequenceBackward;
}

export interface SequenceBackward {
  /** Gradients of all parameters, in order. */
  readonly parameters: readonly Value[];
  /** Adds the gradient of the sequence's input. */
  readonly input: () => Value;
}

/** Adds the forward pass in inference. */
export function infer(g: Graph, x: Value, sequence: Sequence): Value {
  return sequence.layers.reduce(
    (value, layer, index) =>
      g.scoped(scope(sequence, index), () => layer.infer(g, value, tensorsOf(sequence, index))),
    x,
  );
}

/** Adds the forward pass of a training step; calling `backward` adds the way back. */
export function train(g: Graph, x: Value, sequence: Sequence): SequenceForward {
  let output = x;
  const steps = sequence.layers.map((layer, index) => {
    const step = g.scoped(scope(sequence, index), () =>
      layer.train(g, output, tensorsOf(sequence, index)),
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
      for (let index = steps.length - 1; index >= 0; index--) {
        const name = `${scope(sequence, index)}/gradient`;
        const dy = input();
        const back = g.scoped(name, () => steps[index].backward(dy));
        gradients.unshift(...back.parameters);
        input = () => g.scoped(name, back.input);
      }
      return { parameters: gradients, input };
    },
  };
}

function scope({ part, layers }: Sequence, index: number): string {
  return `${part}.${index}.${layers[index].kind}`;
}

function tensorsOf({ part, layers, tensors }: Sequence, index: number): LayerTensors {
  const values = (parameters: Layer['parameters']) =>
    parameters.map((parameter) => {
      const name = tensorName(part, index, parameter);
      const value = tensors.get(name);
      if (!value) throw new Error(`no tensor named ${name}`);
      return value;
    });
  const { parameters, statistics } = layers[index];
  return { parameters: values(parameters), statistics: values(statistics) };
}

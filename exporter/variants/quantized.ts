/**
 * A model that computes in 8 bits, in the standard's own form (QDQ): what goes into a convolution or a
 * matrix product, and what comes out, is rounded to 8 bits by QuantizeLinear and read as float32 again by
 * DequantizeLinear. A runtime that has products of integers finds them by that; to any other it is an
 * ordinary graph of float32. Inputs and outputs stay float32.
 */
import type { Graph, Node, Tensor, Value } from '../graph.ts';
import { dequantizeLinear, quantizeLinear } from '../ops.ts';
import { integerWeights, scaleOf, type Range, type Scale } from './eightBits.ts';
import { rebuilt, sameNode, type Rebuilding } from './rebuild.ts';

/** Of the values of a graph, by name. */
export type Ranges = ReadonlyMap<string, Range>;

/** @param ranges of all {@link quantizedValues} */
export function quantized(source: Graph, ranges: Ranges): Graph {
  return quantizedBy(source, ({ name }) => {
    const range = ranges.get(name);
    if (!range) throw new Error(`graph ${source.name}: no range of ${name} is known`);
    return range;
  });
}

/** The values of a graph that are rounded to 8 bits, and whose ranges must so be known. */
export function quantizedValues(source: Graph): Value[] {
  const values = new Map<string, Value>();
  quantizedBy(source, (value) => {
    values.set(value.name, value);
    return { least: 0, most: 1 };
  });
  return [...values.values()];
}

function quantizedBy(source: Graph, rangeOf: (value: Value) => Range): Graph {
  const flow = new Flow(source);
  const eight = new EightBits((value) => scaleOf(rangeOf(value)));
  return rebuilt(source, (made, node) => {
    const [input] = node.inputs;
    const [output] = node.outputs;
    if (flow.isProduct(node)) {
      const [y] = eight.product(made, node);
      const rounds = !flow.isReadByRelu(output) && flow.mustBeRounded(node);
      return [rounds ? eight.roundAs(made, y, output) : y];
    }
    if (node.operator === 'Relu' && flow.isProductOf(input)) {
      const [y] = sameNode(made, node);
      return [eight.roundAs(made, y, output)];
    }
    if (KEEPING.includes(node.operator)) {
      if (flow.endsInProducts(output))
        return [eight.keeping(made, node, eight.rounded(made, input))];
      if (eight.isRounded(made, input)) return [eight.keeping(made, node, made.value(input))];
    }
    return sameNode(made, node);
  });
}

/** Operators that give some of the numbers that they take: what was rounded stays so. */
const KEEPING: readonly string[] = ['MaxPool', 'Resize', 'Reshape'];

/**
 * Channels up to which a convolution stays float32, as the one on the image does: it has a hundredth of
 * the weights, and nine products a sum, on which 8-bit kernels take several times as long.
 */
const FEW = 4;

/** Who reads and who gives the values of a graph. */
class Flow {
  private readonly readers = new Map<string, Node[]>();
  private readonly makers = new Map<string, Node>();
  private readonly constants: ReadonlySet<string>;

  constructor({ nodes, initializers }: Graph) {
    this.constants = new Set(initializers.map(({ value }) => value.name));
    for (const node of nodes) {
      for (const { name } of node.inputs) {
        this.readers.set(name, [...(this.readers.get(name) ?? []), node]);
      }
      for (const { name } of node.outputs) this.makers.set(name, node);
    }
  }

  /** Whether a node is a product with constant weights that is worth 8 bits. */
  isProduct({ operator, inputs }: Node): boolean {
    const [, weights] = inputs;
    if (operator === 'Gemm') return this.constants.has(weights.name);
    return (
      operator === 'Conv' && this.constants.has(weights.name) && Number(weights.shape[1]) > FEW
    );
  }

  isProductOf({ name }: Value): boolean {
    const maker = this.makers.get(name);
    return maker !== undefined && this.isProduct(maker);
  }

  /** Rectifying is part of rounding then. */
  isReadByRelu({ name }: Value): boolean {
    const readers = this.readers.get(name) ?? [];
    return readers.length === 1 && readers[0].operator === 'Relu';
  }

  /** Runtimes have convolutions of integers that give integers only; a matrix product may end in float32. */
  mustBeRounded({ operator, outputs: [output] }: Node): boolean {
    return operator === 'Conv' || this.endsInProducts(output);
  }

  /** Whether a value goes into products and nowhere else, be it through what keeps its numbers. */
  endsInProducts({ name }: Value): boolean {
    const readers = this.readers.get(name) ?? [];
    return (
      readers.length > 0 &&
      readers.every(
        (node) =>
          this.isProduct(node) ||
          (KEEPING.includes(node.operator) && this.endsInProducts(node.outputs[0])),
      )
    );
  }
}

/** Adds the nodes around 8 bits, and remembers which values have been through them. */
class EightBits {
  /** By name of the value in the new graph. */
  private readonly scales = new Map<string, Scale>();
  private readonly roundings = new Map<string, Value>();

  constructor(private readonly scaleOf: (value: Value) => Scale) {}

  isRounded(made: Rebuilding, x: Value): boolean {
    return this.scales.has(made.value(x).name);
  }

  /** A value of the source, rounded once for all who read it. */
  rounded(made: Rebuilding, x: Value): Value {
    const value = made.value(x);
    if (this.scales.has(value.name)) return value;
    const known = this.roundings.get(value.name);
    if (known) return known;
    const rounded = this.roundAs(made, value, x);
    this.roundings.set(value.name, rounded);
    return rounded;
  }

  /** @param x what a value of the source has become */
  roundAs({ g }: Rebuilding, x: Value, source: Value): Value {
    return this.round(g, x, this.scaleOf(source));
  }

  /** A product of a rounded input with weights of 8 bits. */
  product(made: Rebuilding, node: Node): Value[] {
    const { g } = made;
    const [x, weight, ...bias] = node.inputs;
    const input = this.rounded(made, x);
    const shape = weight.shape.map(Number);
    const { scale } = this.scales.get(input.name)!;
    const integers = integerWeights(
      floats(made, weight),
      shape[0],
      bias.map((value) => floats(made, value)).at(0) ?? null,
      scale,
    );
    const { weights, scales, biases, biasScales } = integers;
    return sameNode(made, node, [
      input,
      constant(g, weight.name, { shape, data: weights }, scales),
      ...(biases
        ? [constant(g, `${weight.name}.bias`, { shape: [shape[0]], data: biases }, biasScales)]
        : []),
    ]);
  }

  /** A node that gives some of the numbers of its input. */
  keeping(made: Rebuilding, node: Node, input: Value): Value {
    const [, ...others] = node.inputs;
    const [y] = sameNode(made, node, [input, ...others.map(made.value)]);
    return this.round(made.g, y, this.scales.get(input.name)!);
  }

  private round(g: Graph, x: Value, of: Scale): Value {
    const scale = g.scalar(of.scale);
    const zeroPoint = g.constant(`zero_point_${of.zeroPoint}`, {
      shape: [],
      data: Uint8Array.of(of.zeroPoint),
    });
    const rounded = dequantizeLinear(g, quantizeLinear(g, x, scale, zeroPoint), scale, zeroPoint);
    this.scales.set(rounded.name, of);
    return rounded;
  }
}

/** Integers as the numbers that they stand for, each row with a scale of its own and without a zero point. */
function constant(g: Graph, name: string, tensor: Tensor, scales: Float32Array): Value {
  const integers = g.initializer(name, tensor);
  const scale = g.initializer(`${name}.scale`, { shape: [scales.length], data: scales });
  return dequantizeLinear(g, integers, scale, null, 0);
}

function floats(made: Rebuilding, value: Value): Float32Array {
  const data = made.tensor(value)?.data;
  if (!(data instanceof Float32Array)) throw new Error(`${value.name}: no constant of float32`);
  return data;
}

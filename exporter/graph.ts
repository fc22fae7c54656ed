/**
 * A graph of ONNX operators while it is being built: values know their shape and type, names are
 * made fresh and readable, and nothing here knows how a graph becomes bytes (see onnx.ts).
 */

export type DataType =
  'float32' | 'float64' | 'float16' | 'int8' | 'uint8' | 'int32' | 'int64' | 'bool';

/** A number, or the name of a size that is known only when the graph runs, such as `batch`. */
export type Dimension = number | string;

export type Shape = readonly Dimension[];

/** The result of a node, an input or an initializer. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** Numbers that are part of the graph. */
export interface Tensor {
  readonly shape: readonly number[];
  /** Its kind tells the type; `Uint16Array` holds the bits of float16, which has no array of its own. */
  readonly data: Float32Array | Uint16Array | Int8Array | Uint8Array | Int32Array | BigInt64Array;
}

/** Type of the numbers of a tensor. */
export function dataTypeOf({ data }: Tensor): DataType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Uint16Array) return 'float16';
  if (data instanceof Int8Array) return 'int8';
  if (data instanceof Uint8Array) return 'uint8';
  return data instanceof Int32Array ? 'int32' : 'int64';
}

/** An attribute of a node, tagged with its ONNX type since JavaScript has one type of number. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly string: string };

export interface Node {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export class Graph {
  readonly inputs: Value[] = [];
  readonly outputs: { readonly name: string; readonly value: Value }[] = [];
  readonly nodes: Node[] = [];
  readonly initializers: { readonly value: Value; readonly tensor: Tensor }[] = [];
  private readonly names = new Map<string, number>();
  private readonly constants = new Map<string, Value>();
  private scope: string;

  /**
   * @param name name of the graph, also for people
   * @param prefix begins every name made here, so that two graphs can be joined
   */
  constructor(
    readonly name: string,
    private readonly prefix = '',
  ) {
    this.scope = prefix;
  }

  /** Declares an input that is fed at every run. */
  input(name: string, shape: Shape, dtype: DataType = 'float32'): Value {
    const value = { name: this.unused(name), shape, dtype };
    this.inputs.push(value);
    return value;
  }

  /** Refers to a value of another graph that this one will be joined with. */
  external(value: Value): Value {
    this.unused(value.name);
    return value;
  }

  /** Names a value as a result of the graph. */
  output(name: string, value: Value): void {
    this.outputs.push({ name: this.unused(name), value });
  }

  /** Adds named numbers, such as weights; `shape` must account for all of them. */
  initializer(name: string, tensor: Tensor): Value {
    const size = tensor.shape.reduce((product, length) => product * length, 1);
    if (size !== tensor.data.length) {
      throw new Error(
        `initializer ${name}: shape [${tensor.shape.join(', ')}] takes ${size} numbers, got ${tensor.data.length}`,
      );
    }
    const dtype = dataTypeOf(tensor);
    const value: Value = { name: this.unused(name), shape: tensor.shape, dtype };
    this.initializers.push({ value, tensor });
    return value;
  }

  /** Numbers that are stored once under their name, however often they are asked for. */
  constant(name: string, tensor: Tensor): Value {
    let value = this.constants.get(name);
    if (!value) {
      value = this.initializer(`${this.prefix}${name}`, tensor);
      this.constants.set(name, value);
    }
    return value;
  }

  /** A float32 scalar; equal scalars are stored once. */
  scalar(number: number): Value {
    return this.constant(`scalar_${number}`, { shape: [], data: Float32Array.of(number) });
  }

  /** A list of float32; equal lists are stored once. */
  floats(numbers: readonly number[]): Value {
    const data = Float32Array.from(numbers);
    return this.constant(`floats_${numbers.join('_')}`, { shape: [numbers.length], data });
  }

  /** A list of int64, as operators take shapes, axes and pads; equal lists are stored once. */
  integers(numbers: readonly number[]): Value {
    const data = BigInt64Array.from(numbers, BigInt);
    return this.constant(`integers_${numbers.join('_')}`, { shape: [numbers.length], data });
  }

  /** Adds a node with one result. Operators have functions in ops.ts that state that result's shape. */
  node(
    operator: string,
    inputs: readonly Value[],
    result: { readonly shape: Shape; readonly dtype?: DataType },
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    return this.nodeWithOutputs(operator, inputs, [result], attributes)[0];
  }

  /** Adds a node with several results. */
  nodeWithOutputs(
    operator: string,
    inputs: readonly Value[],
    results: readonly { readonly shape: Shape; readonly dtype?: DataType }[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value[] {
    const name = this.fresh(operator);
    const outputs = results.map(({ shape, dtype = 'float32' }, i) => ({
      name: i === 0 ? name : `${name}:${i}`,
      shape,
      dtype,
    }));
    this.nodes.push({ name, operator, inputs, outputs, attributes });
    return outputs;
  }

  /** Runs `build` with `name/` before the names of the nodes it adds: layers show up in viewers. */
  scoped<Result>(name: string, build: () => Result): Result {
    const outer = this.scope;
    this.scope = `${outer}${name}/`;
    try {
      return build();
    } finally {
      this.scope = outer;
    }
  }

  private unused(name: string): string {
    if (this.names.has(name)) throw new Error(`graph ${this.name}: the name ${name} is taken`);
    this.names.set(name, 1);
    return name;
  }

  private fresh(operator: string): string {
    const base = `${this.scope}${operator}`;
    const count = this.names.get(base) ?? 0;
    this.names.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  }
}

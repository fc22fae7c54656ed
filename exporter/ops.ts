/**
 * One function for each ONNX operator used, of operator set 17: it adds the node and states the
 * shape of its result. Reference: https://onnx.ai/onnx/operators/
 */
import type { Dimension, Graph, Shape, Value } from './graph.ts';
import { broadcast, count, fixed, nchw, reduced, show } from './shapes.ts';

export const OPSET = 17;

// Elementwise, with broadcasting where there are two operands.

export const add = binary('Add');
export const sub = binary('Sub');
export const mul = binary('Mul');
export const div = binary('Div');
export const max = binary('Max');
export const min = binary('Min');

export const relu = unary('Relu');
export const sigmoid = unary('Sigmoid');
export const sqrt = unary('Sqrt');
export const tanh = unary('Tanh');
export const neg = unary('Neg');
export const abs = unary('Abs');
export const exp = unary('Exp');
export const log = unary('Log');
/** A copy. */
export const identity = unary('Identity');

function binary(operator: string) {
  return (g: Graph, a: Value, b: Value): Value =>
    g.node(operator, [a, b], { shape: broadcast(a, b) });
}

function unary(operator: string) {
  return (g: Graph, x: Value): Value => g.node(operator, [x], { shape: x.shape });
}

/** 1 where a > b, else 0. */
export function greaterMask(g: Graph, a: Value, b: Value): Value {
  return toFloat(g, g.node('Greater', [a, b], { shape: broadcast(a, b), dtype: 'bool' }));
}

/** 1 where x is above zero, or from zero on, else 0; one operator where a comparison takes two. */
export function step(g: Graph, x: Value, where: 'above 0' | 'from 0 on'): Value {
  // clip(αx + β, 0, 1) with the steepest slope there is: the least normal number is already at 1.
  const beta = { float: Number(where === 'from 0 on') };
  return g.node('HardSigmoid', [x], { shape: x.shape }, { alpha: { float: 3e38 }, beta });
}

/** Whole numbers that fit 32 bits, as such. */
export function toInt32(g: Graph, x: Value): Value {
  return g.node('Cast', [x], { shape: x.shape, dtype: 'int32' }, { to: { int: 6 } });
}

/** As float32. */
export function toFloat(g: Graph, x: Value): Value {
  return g.node('Cast', [x], { shape: x.shape }, { to: { int: 1 } });
}

// Numbers of fewer bits.

/** x / scale, rounded to the nearest whole number (even where two are), plus the zero point; what is beyond its type stays at the end. */
export function quantizeLinear(g: Graph, x: Value, scale: Value, zeroPoint: Value): Value {
  const { dtype } = zeroPoint;
  return g.node('QuantizeLinear', [x, scale, zeroPoint], { shape: x.shape, dtype });
}

/**
 * (x − zero point) · scale.
 *
 * @param zeroPoint null: 0
 * @param axis along which scale and zero point go, where they are not the same for all of x
 */
export function dequantizeLinear(
  g: Graph,
  x: Value,
  scale: Value,
  zeroPoint: Value | null,
  axis?: number,
): Value {
  const inputs = zeroPoint ? [x, scale, zeroPoint] : [x, scale];
  const attributes = axis === undefined ? undefined : { axis: { int: axis } };
  return g.node('DequantizeLinear', inputs, { shape: x.shape }, attributes);
}

// Reductions.

/** Mean over `axes`. */
export function reduceMean(g: Graph, x: Value, axes: readonly number[], keep = false): Value {
  const shape = reduced(x.shape, axes, keep);
  return g.node(
    'ReduceMean',
    [x],
    { shape },
    { axes: { ints: axes }, keepdims: { int: Number(keep) } },
  );
}

/** Sum over `axes`. */
export function reduceSum(g: Graph, x: Value, axes: readonly number[], keep = false): Value {
  const shape = reduced(x.shape, axes, keep);
  return g.node('ReduceSum', [x, g.integers(axes)], { shape }, { keepdims: { int: Number(keep) } });
}

/** Sum of each channel over images and pixels: [C]. Pixels first: runtimes have that axis as it lies. */
export function channelSum(g: Graph, x: Value): Value {
  return reduceSum(g, reduceSum(g, x, [2, 3]), [0]);
}

/** Mean of each channel over images and pixels: [C]. */
export function channelMean(g: Graph, x: Value): Value {
  return reduceMean(g, reduceMean(g, x, [2, 3]), [0]);
}

// Products.

/** Matrix product of the last two axes; the axes before them broadcast. */
export function matMul(g: Graph, a: Value, b: Value): Value {
  const [rows, columns] = [a.shape.at(-2), b.shape.at(-1)];
  if (rows === undefined || columns === undefined || a.shape.at(-1) !== b.shape.at(-2)) {
    throw new Error(`MatMul: ${a.name} ${show(a.shape)} and ${b.name} ${show(b.shape)} do not fit`);
  }
  const batch = (value: Value): Value => ({ ...value, shape: value.shape.slice(0, -2) });
  return g.node('MatMul', [a, b], { shape: [...broadcast(batch(a), batch(b)), rows, columns] });
}

export interface GemmForm {
  /** Added to the product; broadcasts. */
  readonly bias?: Value;
  /** Factor of the product; left out: 1. */
  readonly alpha?: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** alpha · A B + bias for two matrices, each read transposed if so wished. */
export function gemm(g: Graph, a: Value, b: Value, form: GemmForm = {}): Value {
  const { bias, alpha = 1, transposeA = false, transposeB = false } = form;
  const [rows, inner] = transposeA ? [a.shape[1], a.shape[0]] : a.shape;
  const [depth, columns] = transposeB ? [b.shape[1], b.shape[0]] : b.shape;
  if (inner !== depth) {
    throw new Error(`Gemm: ${a.name} ${show(a.shape)} and ${b.name} ${show(b.shape)} do not fit`);
  }
  return g.node(
    'Gemm',
    bias ? [a, b, bias] : [a, b],
    { shape: [rows, columns], dtype: a.dtype },
    {
      alpha: { float: alpha },
      transA: { int: Number(transposeA) },
      transB: { int: Number(transposeB) },
    },
  );
}

/** Zeros around an image. */
export interface Margins {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Convolution with zeros around the image; weight is O × I × Kh × Kw. */
export function conv(
  g: Graph,
  x: Value,
  weight: Value,
  bias: Value | null,
  padding: number | Margins,
  stride = 1,
): Value {
  const channels = nchw(x)[1];
  const [, inputs, kernelHeight, kernelWidth] = weight.shape.map((_, i) => fixed(weight, i));
  if (inputs !== channels) {
    throw new Error(`Conv: ${x.name} has ${channels} channels, ${weight.name} takes ${inputs}`);
  }
  const { top, left, bottom, right } =
    typeof padding === 'number'
      ? { top: padding, left: padding, bottom: padding, right: padding }
      : padding;
  const margins = { top, left, bottom, right };
  const shape = convolutionShape(x, weight, margins, stride);
  return g.node(
    'Conv',
    bias ? [x, weight, bias] : [x, weight],
    { shape },
    {
      kernel_shape: { ints: [kernelHeight, kernelWidth] },
      pads: { ints: [top, left, bottom, right] },
      strides: { ints: [stride, stride] },
    },
  );
}

/** Shape of what a convolution of x with kernels O × I × Kh × Kw gives. */
export function convolutionShape(
  x: Value,
  weight: Value,
  { top, left, bottom, right }: Margins,
  stride: number,
): Shape {
  const [batch, , height, width] = nchw(x);
  const [outputs, , kernelHeight, kernelWidth] = weight.shape.map((_, i) => fixed(weight, i));
  const size = (length: number, kernel: number) => Math.floor((length - kernel) / stride) + 1;
  return [
    batch,
    outputs,
    size(height + top + bottom, kernelHeight),
    size(width + left + right, kernelWidth),
  ];
}

/** Batch normalisation in its inference form: (x − mean) / √(variance + ε) · scale + shift. */
export function batchNormalization(
  g: Graph,
  x: Value,
  affine: {
    readonly scale: Value;
    readonly shift: Value;
    readonly mean: Value;
    readonly variance: Value;
  },
  epsilon: number,
): Value {
  const { scale, shift, mean, variance } = affine;
  return g.node(
    'BatchNormalization',
    [x, scale, shift, mean, variance],
    { shape: x.shape },
    {
      epsilon: { float: epsilon },
    },
  );
}

// Pooling and resampling by two.

/** Largest of every 2 × 2 window, stride 2; height and width must be even. */
export function maxPool2(g: Graph, x: Value): Value {
  return g.node('MaxPool', [x], { shape: halved(x) }, window2());
}

/** Mean of every 2 × 2 window, stride 2; height and width must be even. */
export function averagePool2(g: Graph, x: Value): Value {
  return g.node('AveragePool', [x], { shape: halved(x) }, window2());
}

/** Every pixel four times: nearest-neighbour upsampling by two. */
export function upsample2(g: Graph, x: Value): Value {
  const [batch, channels, height, width] = nchw(x);
  const scales = g.floats([1, 1, 2, 2]);
  const none: Value = { name: '', shape: [0], dtype: 'float32' };
  return g.node(
    'Resize',
    [x, none, scales],
    { shape: [batch, channels, 2 * height, 2 * width] },
    {
      mode: { string: 'nearest' },
      coordinate_transformation_mode: { string: 'asymmetric' },
      nearest_mode: { string: 'floor' },
    },
  );
}

function window2() {
  return { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } };
}

function halved(x: Value): Shape {
  const [batch, channels, height, width] = nchw(x);
  if (height % 2 || width % 2) {
    throw new Error(`pooling by two: ${x.name} ${show(x.shape)} needs an even height and width`);
  }
  return [batch, channels, height / 2, width / 2];
}

// Moving data.

/** Reads the elements in another shape; at most one size of it may be a name (it is inferred). */
export function reshape(g: Graph, x: Value, shape: Shape): Value {
  const target = shape.map((size) => (typeof size === 'number' ? size : -1));
  if (target.filter((size) => size === -1).length > 1) {
    throw new Error(`Reshape: ${show(shape)} leaves more than one size open`);
  }
  const known = [...x.shape, ...shape].every((size) => typeof size === 'number');
  if (known && count(x.shape as number[]) !== count(shape as number[])) {
    throw new Error(`Reshape: ${x.name} ${show(x.shape)} does not fill ${show(shape)}`);
  }
  return g.node('Reshape', [x, g.integers(target)], { shape, dtype: x.dtype });
}

/** Axis i of the result is axis `order[i]` of x. */
export function transpose(g: Graph, x: Value, order: readonly number[]): Value {
  const shape = order.map((axis) => x.shape[axis]);
  return g.node('Transpose', [x], { shape }, { perm: { ints: order } });
}

export interface SliceRange {
  readonly axis: number;
  readonly start: number;
  /** Exclusive; left out: to the end. */
  readonly end?: number;
  /** Left out: 1. Negative: backwards, `start` then being the last index. */
  readonly step?: number;
}

/** Elements `start`, `start + step`, … of one or more axes. */
export function slice(g: Graph, x: Value, ranges: readonly SliceRange[]): Value {
  const resolved = ranges.map(({ axis, start, end, step = 1 }) => {
    const size = fixed(x, axis);
    const stop = end ?? (step > 0 ? size : -size - 1);
    const fromStart = (index: number) => (index < 0 ? index + size : index);
    return {
      axis,
      start,
      stop,
      step,
      length: Math.ceil((fromStart(stop) - fromStart(start)) / step),
    };
  });
  const shape: Dimension[] = [...x.shape];
  for (const { axis, length } of resolved) shape[axis] = length;
  const inputs = [
    x,
    g.integers(resolved.map(({ start }) => start)),
    g.integers(resolved.map(({ stop }) => stop)),
    g.integers(resolved.map(({ axis }) => axis)),
    g.integers(resolved.map(({ step }) => step)),
  ];
  return g.node('Slice', inputs, { shape, dtype: x.dtype });
}

/** Joins values along one axis. */
export function concat(g: Graph, values: readonly Value[], axis: number): Value {
  const shape: Dimension[] = [...values[0].shape];
  shape[axis] = values.reduce((sum, value) => sum + fixed(value, axis), 0);
  return g.node('Concat', values, { shape }, { axis: { int: axis } });
}

/** Pixels added to, or taken from, each side of an image. */
export interface Margins {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Adds zeros around images. */
export function padImages(g: Graph, x: Value, { top, left, bottom, right }: Margins): Value {
  const [batch, channels, height, width] = nchw(x);
  const pads = g.integers([0, 0, top, left, 0, 0, bottom, right]);
  const shape = [batch, channels, top + height + bottom, left + width + right];
  return g.node('Pad', [x, pads], { shape });
}

/**
 * Interleaves K² · C maps into C maps of K times the height and width. To (row, column) of map c goes
 * channel (K·row + column)·C + c in the order DCR, and channel K²·c + K·row + column in the order CRD,
 * the only one that PyTorch has.
 */
export function depthToSpace(
  g: Graph,
  x: Value,
  factor: number,
  order: 'DCR' | 'CRD' = 'DCR',
): Value {
  const [batch, channels, height, width] = nchw(x);
  const shape = [batch, channels / factor ** 2, height * factor, width * factor];
  const attributes = { blocksize: { int: factor }, mode: { string: order } };
  return g.node('DepthToSpace', [x], { shape }, attributes);
}

/** The k smallest or largest numbers of every row, and where they stand. */
export function topK(
  g: Graph,
  x: Value,
  k: number,
  which: 'largest' | 'smallest',
): { values: Value; indices: Value } {
  const shape = [...x.shape.slice(0, -1), k];
  const [values, indices] = g.nodeWithOutputs(
    'TopK',
    [x, g.integers([k])],
    [
      { shape, dtype: x.dtype },
      { shape, dtype: 'int64' },
    ],
    { axis: { int: -1 }, largest: { int: Number(which === 'largest') } },
  );
  return { values, indices };
}

/**
 * Size of the first axis as a float32 scalar: the number of images of this run. As a sum of so many
 * ones, since GPUs cannot make a float of the int64 that Shape gives; exact up to 2²⁴.
 */
export function batchSize(g: Graph, x: Value): Value {
  const size = g.node(
    'Shape',
    [x],
    { shape: [1], dtype: 'int64' },
    { start: { int: 0 }, end: { int: 1 } },
  );
  const ones = g.node('Expand', [g.floats([1]), size], { shape: [x.shape[0]] });
  return reduceSum(g, ones, [0]);
}

/**
 * Operators on images in blocks of channels, N × C/B × H × W × B in memory: the layout in which ONNX
 * Runtime's own convolutions on a CPU run at twice the speed of those on N × C × H × W, since B
 * numbers, one vector register, belong to one pixel. The runtime makes such operators of
 * convolutions with constant weights (domain `com.microsoft.nchwc`); here they are used directly,
 * for weights that training changes. Shapes are stated as N × C × H × W all the same, so operators
 * that look at every number by itself work as they are.
 */
import type { Attribute, Graph, Value } from '../graph.ts';
import {
  batchSize,
  concat,
  convolutionShape,
  matMul,
  mul,
  reduceMean,
  reduceSum,
  reshape,
  transpose,
  type Margins,
} from '../ops.ts';
import { fixed, nchw } from '../shapes.ts';

const DOMAIN = 'com.microsoft.nchwc';

const NO_MARGINS: Margins = { top: 0, left: 0, bottom: 0, right: 0 };

export interface BlockedConvolution {
  /** Zeros around the image; left out: none. */
  readonly pads?: Margins;
  readonly stride?: number;
  /** [O] */
  readonly bias?: Value;
  /** Added to the result, of its shape. */
  readonly plus?: Value;
  /** Ends with max(y, 0). */
  readonly relu?: boolean;
}

export class Blocks {
  /** @param size channels of a block, B: what the runtime's processor has, 8 or 16 */
  constructor(readonly size: number) {}

  /** Whether images with so many channels come in whole blocks. */
  fit(channels: number): boolean {
    return channels % this.size === 0;
  }

  /** N × C × H × W → blocks. */
  enter(g: Graph, x: Value): Value {
    return g.node(`${DOMAIN}:ReorderInput`, [x], { shape: x.shape });
  }

  /** Blocks → N × C × H × W. */
  leave(g: Graph, x: Value): Value {
    const channels = { int: nchw(x)[1] };
    return g.node(`${DOMAIN}:ReorderOutput`, [x], { shape: x.shape }, { channels });
  }

  /**
   * Kernels O × I × Kh × Kw in the order that {@link convolve} takes: O/B × I/B × Kh × Kw × B × B,
   * and O/B × I × Kh × Kw × B where there are fewer inputs than a block.
   */
  arrange(g: Graph, kernels: Value): Value {
    const [outputs, inputs, height, width] = kernels.shape.map(Number);
    const b = this.size;
    const split =
      inputs < b
        ? transpose(
            g,
            reshape(g, kernels, [outputs / b, b, inputs, height, width]),
            [0, 2, 3, 4, 1],
          )
        : transpose(
            g,
            reshape(g, kernels, [outputs / b, b, inputs / b, b, height, width]),
            [0, 2, 4, 5, 3, 1],
          );
    return reshape(g, split, [outputs, inputs, height, width]);
  }

  /**
   * Convolution.
   *
   * @param x blocks, or N × C × H × W where it has fewer channels than a block
   * @param kernels O × I × Kh × Kw as {@link arrange} gives them
   * @returns blocks
   */
  convolve(g: Graph, x: Value, kernels: Value, form: BlockedConvolution = {}): Value {
    const { pads = NO_MARGINS, stride = 1 } = form;
    const { top, left, bottom, right } = pads;
    const attributes = {
      kernel_shape: { ints: kernels.shape.slice(2).map(Number) },
      pads: { ints: [top, left, bottom, right] },
      strides: { ints: [stride, stride] },
    };
    const shape = convolutionShape(x, kernels, pads, stride);
    return this.convolution(g, [x, kernels], shape, attributes, form);
  }

  /** scale[c] · x + shift[c] (+ plus), of each channel c by itself; both are [C]. */
  affine(g: Graph, x: Value, scale: Value, form: Pick<BlockedConvolution, 'bias' | 'plus'>): Value {
    const channels = nchw(x)[1];
    const kernels = reshape(g, scale, [channels, 1, 1, 1]);
    const attributes = { kernel_shape: { ints: [1, 1] }, group: { int: channels } };
    return this.convolution(g, [x, kernels], x.shape, attributes, form);
  }

  /** Moves images up by `rows` and left by `columns`, each −1, 0 or 1; zeros come in. */
  shift(g: Graph, x: Value, rows: number, columns: number): Value {
    if (rows === 0 && columns === 0) return x;
    const channels = nchw(x)[1];
    const b = this.size;
    const data = new Float32Array(channels * 9);
    for (let block = 0; block < channels / b; block++) {
      const tap = 9 * block + 3 * (rows + 1) + columns + 1;
      data.fill(1, tap * b, (tap + 1) * b);
    }
    const name = `shift_${rows}_${columns}_of_${channels}`;
    const kernels = g.constant(name, { shape: [channels, 1, 3, 3], data });
    const attributes = {
      kernel_shape: { ints: [3, 3] },
      pads: { ints: [1, 1, 1, 1] },
      group: { int: channels },
    };
    return this.convolution(g, [x, kernels], x.shape, attributes, {});
  }

  /** Mean of each channel over several batches of images of one size: [C]. */
  channelMean(g: Graph, images: readonly Value[]): Value {
    const means = images.map((x) => {
      const [batch, channels] = nchw(x);
      return g.node(`${DOMAIN}:GlobalAveragePool`, [x], { shape: [batch, channels, 1, 1] });
    });
    return reduceMean(g, concatImages(g, means), [0, 2, 3]);
  }

  /** Sum of each channel over several batches of images of one size: [C]. */
  channelSum(g: Graph, images: readonly Value[]): Value {
    const [, , height, width] = nchw(images[0]);
    const n = mul(g, batchSize(g, images[0]), g.scalar(images.length * height * width));
    return mul(g, this.channelMean(g, images), n);
  }

  /**
   * Σ over images and pixels of rows[r] · x[c]: [R, C].
   *
   * @param rows N × R × H × W
   * @param x blocks of N × C × H × W
   */
  productOverImages(g: Graph, rows: Value, x: Value): Value {
    const [batch, count, height, width] = nchw(rows);
    const channels = nchw(x)[1];
    const pixels = height * width;
    const left = reshape(g, rows, [batch, 1, count, pixels]);
    const right = reshape(g, x, [batch, channels / this.size, pixels, this.size]);
    const total = reduceSum(g, matMul(g, left, right), [0]); // [C/B, R, B]
    return reshape(g, transpose(g, total, [1, 0, 2]), [count, channels]);
  }

  /** Four phases of an image → the image: pixel (2h + a, 2w + b) is pixel (h, w) of phase 2a + b. */
  join(g: Graph, phases: readonly Value[]): Value {
    const [batch, channels, height, width] = nchw(phases[0]);
    const pixels = `${batch}·${(channels / this.size) * height * width}`;
    const rows = [phases.slice(0, 2), phases.slice(2)].map((pair) => {
      const columns = pair.map((phase) => reshape(g, phase, [pixels, this.size]));
      const row = [`${batch}·${(channels / this.size) * height}`, 2 * width * this.size];
      return reshape(g, concat(g, columns, 1), row);
    });
    return reshape(g, concat(g, rows, 1), [batch, channels, 2 * height, 2 * width]);
  }

  /** The way back of {@link join}. */
  split(g: Graph, x: Value): Value[] {
    const [batch, channels, height, width] = nchw(x);
    const blocks = channels / this.size;
    const shape = [batch, channels, height / 2, width / 2];
    const lines = reshape(g, x, [`${batch}·${(blocks * height) / 2}`, 2 * width * this.size]);
    return halves(g, lines).flatMap((line) => {
      const pixels = [`${batch}·${(blocks * height * width) / 4}`, 2 * this.size];
      return halves(g, reshape(g, line, pixels)).map((phase) => reshape(g, phase, shape));
    });
  }

  private convolution(
    g: Graph,
    inputs: readonly [Value, Value],
    shape: Value['shape'],
    attributes: Readonly<Record<string, Attribute>>,
    { bias, plus, relu = false }: Pick<BlockedConvolution, 'bias' | 'plus' | 'relu'>,
  ): Value {
    const none: Value = { name: '', shape: [0], dtype: 'float32' };
    const optional = plus ? [bias ?? none, plus] : bias ? [bias] : [];
    const activation = relu ? { activation: { string: 'Relu' } } : {};
    return g.node(
      `${DOMAIN}:Conv`,
      [...inputs, ...optional],
      { shape },
      {
        ...attributes,
        ...activation,
      },
    );
  }
}

/** Batches one after the other. */
function concatImages(g: Graph, images: readonly Value[]): Value {
  const [batch, ...rest] = images[0].shape;
  if (images.length === 1) return images[0];
  const shape = [`${images.length}·${batch}`, ...rest];
  return g.node('Concat', images, { shape }, { axis: { int: 0 } });
}

function halves(g: Graph, x: Value): Value[] {
  const half = { shape: [x.shape[0], fixed(x, 1) / 2] };
  return g.nodeWithOutputs('Split', [x], [half, half], { axis: { int: 1 } });
}

import type { Dimension, Shape, Value } from './graph.ts';

/** The four axes of a batch of images or feature maps; throws for any other rank. */
export function nchw(value: Value): readonly [Dimension, number, number, number] {
  const [batch, ...rest] = value.shape;
  if (rest.length !== 3)
    throw new Error(`${value.name}: expected N × C × H × W, got ${show(value.shape)}`);
  return [batch, fixed(value, 1), fixed(value, 2), fixed(value, 3)];
}

/** Size of an axis that must be known while the graph is built. */
export function fixed(value: Value, axis: number): number {
  const size = value.shape.at(axis);
  if (typeof size !== 'number') {
    throw new Error(`${value.name}: axis ${axis} of ${show(value.shape)} must be a number`);
  }
  return size;
}

/** Shape of an elementwise result: sizes aligned at the end, 1 stretches, names equal themselves. */
export function broadcast(a: Value, b: Value): Shape {
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a.shape[i - rank + a.shape.length] ?? 1;
    const right = b.shape[i - rank + b.shape.length] ?? 1;
    return stretch(left, right, a, b);
  });
}

function stretch(left: Dimension, right: Dimension, a: Value, b: Value): Dimension {
  if (left === 1) return right;
  if (right === 1 || left === right) return left;
  throw new Error(`${a.name} ${show(a.shape)} and ${b.name} ${show(b.shape)} do not broadcast`);
}

/** Shape after reducing `axes`, each kept with size 1 if `keep`. */
export function reduced(shape: Shape, axes: readonly number[], keep: boolean): Shape {
  if (keep) return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** `[batch, 32, 7, 7]` */
export function show(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Number of elements of a shape without named sizes. */
export function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The classes that occur among some labels, numbered from 0 in order of appearance. */
export interface Classes {
  /** Number of each point's class. */
  readonly classOf: Int32Array;
  /** Points of each class. */
  readonly sizes: readonly number[];
}

/** @param labels one integer a point */
export function numberClasses(labels: ArrayLike<number>): Classes {
  const numbers = new Map<number, number>();
  const sizes: number[] = [];
  const classOf = Int32Array.from(labels, (label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    sizes[number] = (sizes[number] ?? 0) + 1;
    return number;
  });
  return { classOf, sizes };
}

/**
 * Items at equal steps from end to end, each in the middle of its share. Of classes that stand one after
 * the other it takes each in proportion.
 *
 * @param count at most as many as there are
 */
export function evenlySpaced(items: ArrayLike<number>, count: number): number[] {
  return Array.from(
    { length: count },
    (_, i) => items[Math.floor(((i + 0.5) * items.length) / count)],
  );
}

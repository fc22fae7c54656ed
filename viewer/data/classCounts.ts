/** How many of some images are of a class. */
export interface ClassCount {
  /** Class index. */
  readonly label: number;
  /** 1 or more. */
  readonly count: number;
}

/** The classes of some images, the most frequent first; of as many, the one that comes first. */
export function countClasses(labels: Int32Array, images: Iterable<number>): ClassCount[] {
  const counts = new Map<number, number>();
  for (const index of images) counts.set(labels[index], (counts.get(labels[index]) ?? 0) + 1);
  return Array.from(counts, ([label, count]) => ({ label, count })).sort(
    (a, b) => b.count - a.count,
  );
}

/** What the images near a drawing are, counted and in words. */

export interface Vote {
  /** Class index. */
  readonly label: number;
  readonly count: number;
}

/** The classes of some images, the most frequent first; of as many, the one whose image is nearer. */
export function countVotes(labels: Int32Array, indices: Iterable<number>): Vote[] {
  const counts = new Map<number, number>();
  for (const index of indices) counts.set(labels[index], (counts.get(labels[index]) ?? 0) + 1);
  return Array.from(counts, ([label, count]) => ({ label, count })).sort(
    (a, b) => b.count - a.count,
  );
}

/** Such as `8 of the 10 nearest are 3s.` */
export function describeVotes(votes: readonly Vote[], names: readonly string[]): string {
  const all = votes.reduce((sum, { count }) => sum + count, 0);
  const [first, second] = votes as readonly (Vote | undefined)[];
  if (!first) return 'There is no image to compare it with.';
  if (!second) return `All ${all} nearest are ${several(names[first.label])}.`;
  const tie = second.count === first.count;
  const other = tie ? ` and as many ${several(names[second.label])}` : '';
  return `${first.count} of the ${all} nearest are ${several(names[first.label])}${other}.`;
}

/** Several of a class: `3s`, `of class bag`; not every name has a plural that can be told. */
export function several(name: string): string {
  return /^\w$/.test(name) ? `${name}s` : `of class ${name}`;
}

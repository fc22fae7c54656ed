/** What the images near a drawing are, in words. */
import type { ClassCount } from '../../../data/classCounts.ts';

/** Such as `8 of the 10 nearest are 3s.` */
export function describeVotes(votes: readonly ClassCount[], names: readonly string[]): string {
  const all = votes.reduce((sum, { count }) => sum + count, 0);
  const [first, second] = votes as readonly (ClassCount | undefined)[];
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

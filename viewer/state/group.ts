/** The group: images chosen together. */

/** What becomes of the group: these images alone, these as well, or all but these. */
export type GroupChange = 'replace' | 'add' | 'remove';

/** The group after a change, in the order of the ids. */
export function changed(
  group: ReadonlySet<number>,
  change: GroupChange,
  images: Iterable<number>,
): ReadonlySet<number> {
  if (change === 'remove') {
    const removed = new Set(images);
    return new Set([...group].filter((index) => !removed.has(index)));
  }
  const all = change === 'add' ? new Set([...group, ...images]) : new Set(images);
  return new Set([...all].sort((a, b) => a - b));
}

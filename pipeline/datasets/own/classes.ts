/** Classes from labels as people wrote them. */

/** The class of images without a label. */
export const UNLABELLED = 'unlabelled';

export interface Classes {
  /** In the order of their names, numbers by their value. */
  readonly classNames: readonly string[];
  /** One class index an image. */
  readonly labels: Int32Array;
  /** How many had none. */
  readonly unlabelled: number;
}

/** @param labels one an image; null where it has none */
export function indexClasses(labels: readonly (string | null)[]): Classes {
  const named = labels.map((label) => label ?? UNLABELLED);
  const { compare } = new Intl.Collator('en', { numeric: true });
  const classNames = [...new Set(named)].sort((a, b) => compare(a, b) || (a < b ? -1 : 1));
  const indices = new Map(classNames.map((name, i) => [name, i]));
  return {
    classNames,
    labels: Int32Array.from(named, (name) => indices.get(name)!),
    unlabelled: labels.filter((label) => label === null).length,
  };
}

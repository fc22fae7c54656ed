import { numberClasses } from '../classes.ts';

/** How two groupings of the same points overlap. */
export interface Contingency {
  /** Number of points, at least 1. */
  readonly count: number;
  /** `cells[a][b]`: points in group a of the first and group b of the second. */
  readonly cells: readonly (readonly number[])[];
  /** Points in each group of the first, and of the second; none is 0. */
  readonly rowSums: readonly number[];
  readonly columnSums: readonly number[];
}

/** @param first and second: one integer a point */
export function contingency(first: ArrayLike<number>, second: ArrayLike<number>): Contingency {
  if (first.length !== second.length || first.length === 0) {
    throw new RangeError(`contingency: ${first.length} labels against ${second.length}`);
  }
  const [rows, columns] = [numberClasses(first), numberClasses(second)];
  const cells = rows.sizes.map(() => new Array<number>(columns.sizes.length).fill(0));
  for (let i = 0; i < first.length; i++) cells[rows.classOf[i]][columns.classOf[i]]++;
  return { count: first.length, cells, rowSums: rows.sizes, columnSums: columns.sizes };
}

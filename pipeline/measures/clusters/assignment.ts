/**
 * Chooses one column for each row so that the chosen values add up to the most, no column twice: the
 * Hungarian method (Kuhn 1955) by shortest augmenting paths with potentials (Jonker & Volgenant 1987, "A
 * shortest augmenting path algorithm for dense and sparse linear assignment problems"), O(rows² columns).
 *
 * @param values at least as many columns as rows, finite
 * @returns the column of each row
 */
export function bestAssignment(values: readonly (readonly number[])[]): Int32Array {
  const rows = values.length;
  const columns = rows > 0 ? values[0].length : 0;
  if (columns < rows) throw new RangeError(`${rows} rows cannot share ${columns} columns`);
  const columnOf = new Int32Array(rows).fill(-1);
  const rowOf = new Int32Array(columns).fill(-1);
  const rowPotential = new Float64Array(rows);
  const columnPotential = new Float64Array(columns);
  for (let free = 0; free < rows; free++) {
    // Dijkstra over the columns, from the free row to the nearest column that no row holds.
    const distance = new Float64Array(columns).fill(Infinity);
    const from = new Int32Array(columns);
    const settled: number[] = [];
    const isSettled = new Uint8Array(columns);
    let [row, reached, least] = [free, -1, 0];
    while (reached < 0) {
      let next = -1;
      for (let column = 0; column < columns; column++) {
        if (isSettled[column]) continue;
        const cost = -values[row][column] - rowPotential[row] - columnPotential[column];
        if (least + cost < distance[column]) {
          distance[column] = least + cost;
          from[column] = row;
        }
        if (next < 0 || distance[column] < distance[next]) next = column;
      }
      least = distance[next];
      isSettled[next] = 1;
      settled.push(next);
      if (rowOf[next] < 0) reached = next;
      else row = rowOf[next];
    }
    // Potentials keep all costs at 0 or above, and those of the chosen pairs at 0.
    rowPotential[free] += least;
    for (const column of settled) {
      if (column === reached) continue;
      rowPotential[rowOf[column]] += least - distance[column];
      columnPotential[column] -= least - distance[column];
    }
    for (let column = reached; column >= 0;) {
      const holder = from[column];
      const before = columnOf[holder];
      columnOf[holder] = column;
      rowOf[column] = holder;
      column = before;
    }
  }
  return columnOf;
}

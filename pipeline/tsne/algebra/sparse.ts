/** A square matrix that is mostly zero, row by row (CSR): its row i is entries `rowStart[i]` … `rowStart[i + 1] − 1`. */
export interface SparseMatrix {
  /** Rows + 1. */
  readonly rowStart: Uint32Array;
  /** Column of each entry, ascending within a row. */
  readonly columns: Uint32Array;
  readonly values: Float64Array;
}

/** Number of rows. */
export function rowCount(matrix: SparseMatrix): number {
  return matrix.rowStart.length - 1;
}

/** Columns become rows; entries stay in ascending order. */
export function transpose(matrix: SparseMatrix): SparseMatrix {
  const rows = rowCount(matrix);
  const rowStart = new Uint32Array(rows + 1);
  for (const column of matrix.columns) rowStart[column + 1]++;
  for (let row = 0; row < rows; row++) rowStart[row + 1] += rowStart[row];
  const next = rowStart.slice();
  const columns = new Uint32Array(matrix.columns.length);
  const values = new Float64Array(matrix.values.length);
  for (let row = 0; row < rows; row++) {
    for (let entry = matrix.rowStart[row]; entry < matrix.rowStart[row + 1]; entry++) {
      const to = next[matrix.columns[entry]]++;
      columns[to] = row;
      values[to] = matrix.values[entry];
    }
  }
  return { rowStart, columns, values };
}

/** Sum of two matrices of the same size. */
export function add(a: SparseMatrix, b: SparseMatrix): SparseMatrix {
  const rows = rowCount(a);
  const rowStart = new Uint32Array(rows + 1);
  const columns = new Uint32Array(a.columns.length + b.columns.length);
  const values = new Float64Array(columns.length);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    let left = a.rowStart[row];
    let right = b.rowStart[row];
    const leftEnd = a.rowStart[row + 1];
    const rightEnd = b.rowStart[row + 1];
    while (left < leftEnd || right < rightEnd) {
      const leftColumn = left < leftEnd ? a.columns[left] : rows;
      const rightColumn = right < rightEnd ? b.columns[right] : rows;
      columns[to] = Math.min(leftColumn, rightColumn);
      if (leftColumn <= rightColumn) values[to] += a.values[left++];
      if (rightColumn <= leftColumn) values[to] += b.values[right++];
      to++;
    }
    rowStart[row + 1] = to;
  }
  return { rowStart, columns: columns.slice(0, to), values: values.slice(0, to) };
}

/** Eigenvalues in descending order, and the eigenvector of each as a row. */
export interface Eigen {
  readonly values: Float64Array;
  /** n × n; row r belongs to `values[r]`. */
  readonly vectors: Float64Array;
}

const MAX_SWEEPS = 50;

/**
 * Eigenvectors of a small symmetric matrix by Jacobi rotations (Golub & Van Loan, "Matrix
 * Computations", section 8.5): each rotation makes one pair of off-diagonal elements zero.
 *
 * @param matrix n × n, symmetric
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const a = matrix.slice();
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotated = rotate(a, v, n, p, q) || rotated;
    }
    if (!rotated) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j] - a[i * n + i]);
  const vectors = new Float64Array(n * n);
  order.forEach((column, row) => {
    for (let i = 0; i < n; i++) vectors[row * n + i] = v[i * n + column];
  });
  return { values: Float64Array.from(order, (i) => a[i * n + i]), vectors };
}

/** Turns axes p and q of `a` such that a_pq becomes zero, and of `v` along; false if it is already. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): boolean {
  const apq = a[p * n + q];
  if (Math.abs(apq) <= Number.EPSILON * Math.sqrt(Math.abs(a[p * n + p] * a[q * n + q])))
    return false;
  const tau = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const tangent = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  turn(a, n, 1, p * n, q * n, cosine, sine); // rows
  turn(a, n, n, p, q, cosine, sine); // columns
  turn(v, n, n, p, q, cosine, sine);
  return true;
}

/** Turns two vectors of n elements that lie `stride` apart from `first` and `second`. */
function turn(
  m: Float64Array,
  n: number,
  stride: number,
  first: number,
  second: number,
  cosine: number,
  sine: number,
): void {
  for (let k = 0; k < n; k++) {
    const x = m[first + k * stride];
    const y = m[second + k * stride];
    m[first + k * stride] = cosine * x - sine * y;
    m[second + k * stride] = sine * x + cosine * y;
  }
}

import { rowCount, type SparseMatrix } from '../algebra/sparse.ts';

/**
 * The gradient of KL(P ‖ Q) written down as in the paper, at a cost of N²:
 * dKL/dy_i = 4 Σ_j (p_ij − q_ij) (y_i − y_j) / (1 + |y_i − y_j|²). The reference for faster ways.
 *
 * @param positions N × 2
 * @returns the gradient, N × 2, and Z = Σ_i Σ_j≠i 1 / (1 + |y_i − y_j|²)
 */
export function exactGradient(
  { rowStart, columns, values }: SparseMatrix,
  positions: Float64Array,
): { gradient: Float64Array; z: number } {
  const count = rowCount({ rowStart, columns, values });
  const pull = new Float64Array(2 * count);
  const push = new Float64Array(2 * count);
  let z = 0;
  for (let i = 0; i < count; i++) {
    for (let entry = rowStart[i]; entry < rowStart[i + 1]; entry++) {
      const { w, dx, dy } = kernel(i, columns[entry]);
      pull[2 * i] += values[entry] * w * dx;
      pull[2 * i + 1] += values[entry] * w * dy;
    }
    for (let j = 0; j < count; j++) {
      if (i === j) continue;
      const { w, dx, dy } = kernel(i, j);
      z += w;
      push[2 * i] += w * w * dx;
      push[2 * i + 1] += w * w * dy;
    }
  }
  return { gradient: pull.map((force, n) => 4 * (force - push[n] / z)), z };

  function kernel(i: number, j: number) {
    const dx = positions[2 * i] - positions[2 * j];
    const dy = positions[2 * i + 1] - positions[2 * j + 1];
    return { w: 1 / (1 + dx * dx + dy * dy), dx, dy };
  }
}

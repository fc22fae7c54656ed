import { rowCount, type SparseMatrix } from '../algebra/sparse.ts';

/**
 * What t-SNE minimises: KL(P ‖ Q) = Σ_ij p_ij log(p_ij / q_ij) in nats, with q_ij = w_ij / Z and
 * w_ij = 1 / (1 + |y_i − y_j|²), over the pairs with p_ij > 0.
 *
 * @param positions N × 2
 * @param z Σ_i Σ_j≠i w_ij, exact or approximate
 */
export function klDivergence(p: SparseMatrix, positions: Float64Array, z: number): number {
  const { rowStart, columns, values } = p;
  const logZ = Math.log(z);
  let sum = 0;
  for (let i = 0; i < rowCount(p); i++) {
    for (let entry = rowStart[i]; entry < rowStart[i + 1]; entry++) {
      const value = values[entry];
      if (value === 0) continue;
      const j = columns[entry];
      const dx = positions[2 * i] - positions[2 * j];
      const dy = positions[2 * i + 1] - positions[2 * j + 1];
      sum += value * (Math.log(value * (1 + dx * dx + dy * dy)) + logZ);
    }
  }
  return sum;
}

import { attraction } from './attraction.ts';
import { rowCount, type SparseMatrix } from './sparse.ts';

/**
 * The gradient of KL(P ‖ Q) written down as in the paper, at a cost of N²:
 * dKL/dy_i = 4 Σ_j (p_ij − q_ij) (y_i − y_j) / (1 + |y_i − y_j|²). The reference for faster ways.
 *
 * @param positions N × 2
 * @returns the gradient, N × 2, and Z = Σ_i Σ_j≠i 1 / (1 + |y_i − y_j|²)
 */
export function exactGradient(
  p: SparseMatrix,
  positions: Float64Array,
): { gradient: Float64Array; z: number } {
  const count = rowCount(p);
  const pull = new Float64Array(2 * count);
  const push = new Float64Array(2 * count);
  let z = 0;
  attraction(p, positions, 0, count, pull);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      if (i === j) continue;
      const dx = positions[2 * i] - positions[2 * j];
      const dy = positions[2 * i + 1] - positions[2 * j + 1];
      const w = 1 / (1 + dx * dx + dy * dy);
      z += w;
      push[2 * i] += w * w * dx;
      push[2 * i + 1] += w * w * dy;
    }
  }
  return { gradient: pull.map((force, n) => 4 * (force - push[n] / z)), z };
}

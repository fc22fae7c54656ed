import type { SparseMatrix } from './sparse.ts';

/**
 * Attraction: overwrites rows `from` … `end` − 1 of `forces` (N × 2) with Σ_j p_ij q_ij (y_i − y_j), where
 * q_ij = 1 / (1 + |y_i − y_j|²), for map positions y (N × 2).
 */
export function attraction(
  { rowStart, columns, values }: SparseMatrix,
  positions: Float64Array,
  from: number,
  end: number,
  forces: Float64Array,
): void {
  for (let i = from; i < end; i++) {
    const x = positions[2 * i];
    const y = positions[2 * i + 1];
    const rowEnd = rowStart[i + 1];
    let forceX = 0;
    let forceY = 0;
    for (let entry = rowStart[i]; entry < rowEnd; entry++) {
      const j = 2 * columns[entry];
      const dx = x - positions[j];
      const dy = y - positions[j + 1];
      const strength = values[entry] / (1 + dx * dx + dy * dy);
      forceX += strength * dx;
      forceY += strength * dy;
    }
    forces[2 * i] = forceX;
    forces[2 * i + 1] = forceY;
  }
}

/** The group as CSV: one row an image, with its class, its place on the shown map, and its latent if wanted. */
import { csvFormatRow } from 'd3-dsv';
import type { Page } from '../../data/load.ts';

/** @param latentSize numbers of a latent that follow the other columns; 0 for none */
export function csvHeader(latentSize: number): string {
  const latent = Array.from({ length: latentSize }, (_, i) => `z${i}`);
  return line(['id', 'label', 'class', 'x', 'y', 'distortion', 'error', ...latent]);
}

/**
 * Numbers stand in full precision: read back as float32 they are the same.
 *
 * @param map index
 * @param latents images × numbers of a latent; empty for rows without
 */
export function csvRows(
  { labels, maps, errors, data }: Page,
  map: number,
  ids: readonly number[],
  latents: Float32Array,
): string {
  const { positions, distortion } = maps[map];
  const size = latents.length / ids.length;
  const rows = ids.map((id, i) =>
    line([
      id,
      labels[id],
      data.dataset.classNames[labels[id]],
      positions[2 * id],
      positions[2 * id + 1],
      distortion[id],
      errors[id],
      ...latents.subarray(i * size, (i + 1) * size),
    ]),
  );
  return rows.join('');
}

function line(values: readonly (string | number)[]): string {
  return `${csvFormatRow(values.map(String))}\n`;
}

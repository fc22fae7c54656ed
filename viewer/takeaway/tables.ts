/** Tables that other programs read: what the page knows of its images, and its measures. */
import { csvFormat, csvFormatRows } from 'd3-dsv';
import type { Metrics } from '../../pipeline/contract.ts';
import type { Page } from '../data/load.ts';

/**
 * One row an image, in the order of the images: id, label, class, placed (0 or 1), error (MSE), and for each map
 * its x, y, distortion and uncertainty (of placed images), in full precision; and its file where it has one.
 */
export function imagesCsv({ data, labels, errors, maps, files }: Page): string {
  const head = ['id', 'label', 'class', 'placed', 'error'];
  for (const { name } of data.maps) {
    head.push(`${name}_x`, `${name}_y`, `${name}_distortion`, `${name}_uncertainty`);
  }
  if (files) head.push('file');
  const rows = Array.from(labels, (label, id) => {
    const placed = id - data.placedFrom;
    const row = [id, label, data.dataset.classNames[label], Number(placed >= 0), errors[id]];
    for (const { positions, distortion, uncertainty } of maps) {
      row.push(positions[2 * id], positions[2 * id + 1], distortion[id]);
      row.push(placed >= 0 ? uncertainty[placed] : '');
    }
    if (files) row.push(files[id]);
    return row.map(String);
  });
  return `${csvFormatRows([head, ...rows])}\n`;
}

/** One row a value: measure, unit, space, value, and the ends of its 95 % interval where it has one. */
export function measuresCsv({ measures }: Metrics): string {
  const rows = measures.flatMap(({ key, title, unit, values }) =>
    values.map(({ space, value, interval }) => ({
      key,
      measure: title,
      unit,
      space,
      value,
      low: interval?.[0] ?? '',
      high: interval?.[1] ?? '',
    })),
  );
  return `${csvFormat(rows)}\n`;
}

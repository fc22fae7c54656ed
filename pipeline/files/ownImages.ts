/** What a run tells of the person's own files: which image came from which, and which were passed over. */
import { csvFormatRows } from 'd3-dsv';
import { FILES } from '../contract.ts';
import type { Dataset } from '../images.ts';
import type { RunFolder } from './runFolder.ts';

/** Writes both tables; takes those away that have nothing to tell. */
export function writeOwnImages(folder: RunFolder, dataset: Dataset): void {
  const { skipped = [] } = dataset;
  const origins = (['train', 'test'] as const).flatMap((split) => {
    const { files = [], labels } = dataset[split];
    return files.map((file, i) => [split, String(i), dataset.classNames[labels[i]], file]);
  });
  const reasons = skipped.map(({ file, reason }) => [file, reason]);
  writeTable(folder, FILES.images, ['split', 'index', 'class', 'file'], origins);
  writeTable(folder, FILES.skipped, ['file', 'reason'], reasons);
}

function writeTable(
  folder: RunFolder,
  name: string,
  columns: readonly string[],
  rows: readonly string[][],
): void {
  if (rows.length === 0) folder.remove(name);
  else folder.write(name, `${csvFormatRows([[...columns], ...rows])}\n`);
}

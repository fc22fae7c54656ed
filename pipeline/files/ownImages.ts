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
    const classNames = dataset.classNames.map(plainText);
    return files.map((file, i) => [split, String(i), classNames[labels[i]], plainPath(file)]);
  });
  const reasons = skipped.map(({ file, reason }) => [plainPath(file), reason]);
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

/** Spreadsheets run cells that begin so, and numbers are no harm. */
const FORMULA = /^[=+\-@\t\r](?!\d+(\.\d*)?$)/;

/** A cell that is no formula anywhere, with the apostrophe by which spreadsheets know texts. */
function plainText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** A path that is no formula, and still leads to the same file. */
function plainPath(path: string): string {
  return FORMULA.test(path) ? `./${path}` : path;
}

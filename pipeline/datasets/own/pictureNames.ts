/** What the pictures of a table are called where others see it, since pages are mailed around. */
import { dirname, isAbsolute, relative, sep } from 'node:path';

/**
 * Relative paths stay as they are. Absolute ones are told from the folder of the table, or, where one
 * is not in it, from the nearest folder that holds all of those.
 *
 * @param folder absolute path of the table's folder
 */
export function pictureNames(files: readonly string[], folder: string): string[] {
  const isOutside = (file: string) => isAbsolute(file) && relative(folder, file).startsWith('..');
  const common = commonFolder(files.filter(isOutside));
  return files.map((file) => {
    if (!isAbsolute(file)) return file;
    return relative(isOutside(file) ? common : folder, file)
      .split(sep)
      .join('/');
  });
}

function commonFolder(files: readonly string[]): string {
  const [first = [], ...others] = files.map((file) => dirname(file).split(sep));
  let length = first.length;
  for (const parts of others) {
    const differs = first.findIndex((part, i) => part !== parts[i]);
    if (differs >= 0) length = Math.min(length, differs);
  }
  return first.slice(0, length).join(sep) + sep;
}

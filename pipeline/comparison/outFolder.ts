/** Where a comparison may be written: where it takes nothing from anyone. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { COMPARISON_FILES, FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import type { RunFolder } from '../files/runFolder.ts';

/**
 * @param force write into a folder of anything else but a run
 * @throws InputError where it is no folder, or one that holds a run, or something besides a comparison
 */
export function checkOut(folder: RunFolder, force: boolean): void {
  const { path } = folder;
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    throw new InputError(`--out ${path} is a file; name a folder.`);
  }
  // Its figures would be lost, which have the same names.
  if (existsSync(folder.file(FILES.run))) {
    throw new InputError(`--out ${path} holds a run; choose another folder.`);
  }
  const found = readdirSync(path);
  if (force || found.length === 0 || isComparison(folder)) return;
  throw new InputError(
    `--out ${path} holds ${found[0]} and is no earlier comparison; choose another folder, or write over it with --force.`,
  );
}

function isComparison(folder: RunFolder): boolean {
  const { csv, page } = COMPARISON_FILES;
  return [csv, page].every((name) => existsSync(folder.file(name)));
}

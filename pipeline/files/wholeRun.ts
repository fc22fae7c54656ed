/** A run that another command has finished, as it lies in its folder. */
import { existsSync } from 'node:fs';
import { FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { RunFolder } from './runFolder.ts';

/**
 * @param needed names of the files without which it is of no use
 * @throws InputError where there is no run, or one of another version or not whole
 */
export async function openRun(
  path: string,
  needed: readonly string[],
): Promise<{ readonly folder: RunFolder; readonly manifest: Manifest }> {
  const folder = new RunFolder(path);
  const manifest = existsSync(path) ? await readManifest(folder) : null;
  if (manifest === null) {
    throw new InputError(
      `${path} is no run: there is no ${FILES.run} in it; name the folder that a pipeline wrote, such as artifacts/mnist-cae.`,
    );
  }
  if (manifest === 'foreign') {
    throw new InputError(
      `${folder.file(FILES.run)} was not written by this version of Caelum; make the run again.`,
    );
  }
  const missing = needed.filter((name) => !existsSync(folder.file(name)));
  if (missing.length > 0) {
    throw new InputError(
      `${path} is not a whole run: ${missing.join(', ')} is not there; run its command again to finish it.`,
    );
  }
  return { folder, manifest };
}

/**
 * @param names of files that are to be as the run wrote them
 * @throws InputError where one was changed since, or left by a run that did not finish
 */
export async function checkUnharmed(
  folder: RunFolder,
  { stages }: Pick<Manifest, 'stages'>,
  names: readonly string[],
): Promise<void> {
  const written = new Map(Object.values(stages).flatMap(({ files }) => Object.entries(files)));
  for (const name of names) {
    if ((await folder.digest(name)) === written.get(name)) continue;
    throw new InputError(
      `${folder.file(name)} is not as its run wrote it (${FILES.run} has another SHA-256 of it); run its command again to mend it.`,
    );
  }
}

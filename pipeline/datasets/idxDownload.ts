/** Gets those of a dataset's four IDX files that a folder lacks from the dataset's mirrors. */
import { basename, join } from 'node:path';
import { hasContent } from './content.ts';
import { download, storageError } from './download.ts';
import {
  type FoundFiles,
  type IdxDescription,
  type IdxPaths,
  packedName,
  type Role,
  ROLES,
} from './idxFiles.ts';
import { answering } from './mirrors.ts';
import type { DatasetRequest } from './request.ts';

/**
 * Makes a folder hold exactly what was published; files there that already do are kept.
 *
 * @returns the paths of all four files
 * @throws DownloadError where a file cannot be had, an ordinary Error where it cannot be written
 */
export async function fetchFiles(
  description: IdxDescription,
  found: FoundFiles,
  { report, signal }: DatasetRequest,
): Promise<IdxPaths> {
  const paths: Partial<Record<Role, string>> = {};
  for (const role of ROLES) {
    const path = found.paths[role];
    if (path !== undefined && (await hasContent(path, description.files[role]))) {
      paths[role] = path;
    }
  }
  const missing = ROLES.filter((role) => paths[role] === undefined);
  const mirrors = await answeringMirrors(description, signal);
  report.note(`Downloading ${description.title} to ${found.folder}.`);
  for (const role of missing) {
    const path = join(found.folder, packedName(role));
    const urls = mirrors.map((mirror) => mirror + basename(path));
    const content = description.files[role];
    const progress = (done: number, total: number) => {
      report.progress(done, total, 'bytes');
    };
    await download({ urls, path, content }, { progress, signal }).catch((error: unknown) => {
      throw storageError(error, found.folder);
    });
    paths[role] = path;
  }
  return paths as IdxPaths;
}

async function answeringMirrors(
  { mirrors }: IdxDescription,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const probes = mirrors.map((mirror) => mirror + packedName('testLabels'));
  const there = await answering(probes, signal);
  return mirrors.filter((_, k) => there.includes(probes[k]));
}

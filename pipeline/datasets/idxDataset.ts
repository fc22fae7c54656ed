/**
 * Loads a dataset that is published as four IDX files, such as MNIST and those made in its image:
 * from the person's data folder, else from the cache, else from the mirrors.
 *
 * Files of the person's own are read, never changed, and need not be the published ones; files in
 * the cache are Caelum's, and are fetched again where they are not exactly what was published.
 */
import { basename, join } from 'node:path';
import { InputError } from '../errors.ts';
import type { Dataset, ImageSet } from '../images.ts';
import { cacheFolder } from './cache.ts';
import { hasContent } from './content.ts';
import { DownloadError } from './http.ts';
import { readIdxSet } from './idx.ts';
import { fetchFiles } from './idxDownload.ts';
import {
  allPaths,
  findFiles,
  type FoundFiles,
  type IdxDescription,
  type IdxPaths,
  packedName,
  type Role,
  ROLES,
} from './idxFiles.ts';
import type { DatasetRequest, Report } from './request.ts';

/** Gives other images where the files cannot be had, `why` being a clause that says so. */
export type Substitute = (why: string) => Promise<Dataset>;

/**
 * @param substitute where left out, it is an error that the files cannot be had
 * @throws InputError where the person's own files are damaged or do not belong together, or where
 *   the files are nowhere and must not be downloaded
 * @throws DownloadError where they cannot be downloaded
 */
export async function loadIdxDataset(
  description: IdxDescription,
  request: DatasetRequest,
  substitute?: Substitute,
): Promise<Dataset> {
  const own = request.dataDir === null ? null : await findOwn(description, request.dataDir);
  const ownPaths = own && allPaths(own);
  if (ownPaths) return readOwn(description, own.folder, ownPaths);

  const cache = await findFiles(join(cacheFolder(), description.name));
  const cached = await readCached(description, cache, request.report);
  if (cached) return cached;

  const nowhere = `${description.title} is not whole in ${own ? `${own.folder} or ` : ''}the cache`;
  if (request.offline) {
    const why = `${nowhere} and --offline forbids to download it`;
    if (substitute) return substitute(why);
    throw new InputError(`${why}; ${howToGet(description)}.`);
  }
  try {
    const paths = await fetchFiles(description, own ?? cache, request);
    return published(description, await readSplits(description, paths));
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    const why = `${nowhere} and cannot be downloaded`;
    if (!substitute) {
      throw new DownloadError(`${why}: ${error.message}; ${howToGet(description)}.`);
    }
    request.report.note(`${description.title} cannot be downloaded: ${error.message}.`);
    return substitute(why);
  }
}

/** What a person can do who wants all images of a dataset, without a full stop. */
export function howToGet({ title }: IdxDescription): string {
  const names = ROLES.map(packedName).join(', ');
  return `for all of ${title}, run again with a network connection, or put ${names} into a folder and name it with --data-dir`;
}

/** What the person's folder holds; where that is nothing, the place for it there. */
async function findOwn(description: IdxDescription, dataDir: string): Promise<FoundFiles> {
  for (const folder of description.folders) {
    const found = await findFiles(join(dataDir, folder));
    if (Object.keys(found.paths).length === 0) continue;
    if (!allPaths(found)) await checkBeginning(description, found);
    return found;
  }
  return { folder: join(dataDir, description.name), paths: {} };
}

/** Only published files can be completed with published ones: others must be there all four. */
async function checkBeginning(description: IdxDescription, found: FoundFiles): Promise<void> {
  for (const role of ROLES) {
    const path = found.paths[role];
    if (path === undefined || (await hasContent(path, description.files[role]))) continue;
    const missing = ROLES.filter((other) => found.paths[other] === undefined).map(packedName);
    throw new InputError(
      `${found.folder} lacks ${missing.join(' and ')}, which cannot be downloaded to go with ${path} since that is not the file published as ${description.title}; put all four files there, or none.`,
    );
  }
}

async function readOwn(
  description: IdxDescription,
  folder: string,
  paths: IdxPaths,
): Promise<Dataset> {
  const splits = await readSplits(description, paths);
  const differing = differingFiles(description, splits);
  if (differing.length === 0) return published(description, splits);
  const names = differing.map((role) => basename(paths[role])).join(', ');
  return {
    ...published(description, splits),
    // Without the folder: the models and the page tell of the source, and are mailed around.
    source: `own files that differ from those published as ${description.title}`,
    notice: `The files in ${folder} are not the published ${description.title}, since the SHA-256 of ${names} differs; make sure that they hold the images you mean.`,
  };
}

/** The dataset from the cache, or null where it is not there, or not exactly what was published. */
async function readCached(
  description: IdxDescription,
  cache: FoundFiles,
  report: Report,
): Promise<Dataset | null> {
  const paths = allPaths(cache);
  if (!paths) return null;
  try {
    const splits = await readSplits(description, paths);
    const differing = differingFiles(description, splits);
    if (differing.length === 0) return published(description, splits);
    const names = differing.map((role) => paths[role]).join(', ');
    report.note(`In the cache, ${names} is not what was published, and is not used.`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    report.note(`In the cache, a file cannot be used: ${error.message}`);
  }
  return null;
}

interface Splits {
  readonly train: ImageSet;
  readonly test: ImageSet;
  readonly sha256: Readonly<Record<Role, string>>;
}

async function readSplits(description: IdxDescription, paths: IdxPaths): Promise<Splits> {
  const classCount = description.classNames.length;
  const train = await readIdxSet(paths.trainImages, paths.trainLabels, classCount);
  const test = await readIdxSet(paths.testImages, paths.testLabels, classCount);
  const [{ shape: trained }, { shape: tested }] = [train.images, test.images];
  if (trained.height !== tested.height || trained.width !== tested.width) {
    throw new InputError(
      `${paths.testImages} holds images of ${tested.height} × ${tested.width} pixels, but ${paths.trainImages} of ${trained.height} × ${trained.width}; expected one size for both.`,
    );
  }
  return {
    train: train.images,
    test: test.images,
    sha256: {
      trainImages: train.sha256.images,
      trainLabels: train.sha256.labels,
      testImages: test.sha256.images,
      testLabels: test.sha256.labels,
    },
  };
}

function differingFiles({ files }: IdxDescription, { sha256 }: Splits): Role[] {
  return ROLES.filter((role) => sha256[role] !== files[role].sha256);
}

/** The phrase for `source` is the same wherever the files lay, as their bytes are. */
function published(
  { name, title, classNames, terms }: IdxDescription,
  { train, test }: Splits,
): Dataset {
  const source = `the published files of ${title}, checked by SHA-256`;
  const known = { name, title, classNames, train, test, source, notice: null };
  return terms ? { ...known, terms } : known;
}

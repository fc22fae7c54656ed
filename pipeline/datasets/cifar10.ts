/**
 * CIFAR-10: 60,000 photographs of ten kinds of things, 32 × 32 in colour, as the "binary version" of
 * its page: records of one byte for the class and 3,072 for the pixels, red, green, then blue.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { imageSize, type Dataset, type ImageSet } from '../images.ts';
import { cacheFolder } from './cache.ts';
import { hasContent, type Published } from './content.ts';
import { download, storageError } from './download.ts';
import { DownloadError } from './http.ts';
import { answering } from './mirrors.ts';
import type { DatasetRequest } from './request.ts';
import { readTar } from './tar.ts';

const TITLE = 'CIFAR-10';
const SHAPE = { channels: 3, height: 32, width: 32 } as const;
const RECORD = 1 + imageSize(SHAPE);
const TRAIN_FILES = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`);
const TEST_FILE = 'test_batch.bin';
const ALL_FILES = [...TRAIN_FILES, TEST_FILE];

const ARCHIVE = 'cifar-10-binary.tar.gz';
const UNPACKED = 'cifar-10-batches-bin';
const ADDRESS = `https://www.cs.toronto.edu/~kriz/${ARCHIVE}`;
const PUBLISHED: Published = {
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
  bytes: 170_052_171,
  packed: true,
};

/** Inflated, the archive has 184 MB. */
const MOST_BYTES = 2 ** 28;

const DESCRIPTION = {
  name: 'cifar10',
  title: TITLE,
  classNames: [
    'airplane',
    'automobile',
    'bird',
    'cat',
    'deer',
    'dog',
    'frog',
    'horse',
    'ship',
    'truck',
  ],
  terms: {
    licence: 'none stated; made from the 80 Million Tiny Images, for research',
    citation: 'A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009',
  },
} as const;

const HOW_TO_GET = `for ${TITLE}, run again with a network connection, or put ${ARCHIVE} into a folder and name it with --data-dir`;

/** Where the files are, in an archive or beside each other. */
interface Found {
  readonly archive?: string;
  /** Folder with the unpacked files. */
  readonly folder?: string;
}

/** From the person's data folder, else from the cache, else from its page. */
export async function loadCifar10(request: DatasetRequest): Promise<Dataset> {
  const { dataDir, offline, report, signal } = request;
  const own = dataDir === null ? null : await findIn(dataDir);
  if (own) return read(own, 'own');

  const archive = join(
    dataDir === null ? join(cacheFolder(), DESCRIPTION.name) : join(dataDir, DESCRIPTION.name),
    ARCHIVE,
  );
  const kept = [archive, join(cacheFolder(), DESCRIPTION.name, ARCHIVE)];
  for (const path of kept) {
    if (await hasContent(path, PUBLISHED)) return read({ archive: path }, 'checked');
  }
  const nowhere = `${TITLE} is not in ${dataDir === null ? '' : `${dataDir} or `}the cache`;
  if (offline) {
    throw new InputError(`${nowhere} and --offline forbids to download it; ${HOW_TO_GET}.`);
  }
  try {
    const urls = await answering([ADDRESS], signal);
    report.note(`Downloading ${TITLE} to ${archive}.`);
    const progress = (done: number, total: number) => {
      report.progress(done, total, 'bytes');
    };
    await download({ urls, path: archive, content: PUBLISHED }, { progress, signal });
  } catch (error) {
    if (!(error instanceof DownloadError)) throw storageError(error, archive);
    throw new DownloadError(
      `${nowhere} and cannot be downloaded: ${error.message}; ${HOW_TO_GET}.`,
    );
  }
  return read({ archive }, 'checked');
}

async function findIn(dataDir: string): Promise<Found | null> {
  for (const folder of ['cifar10', 'cifar-10', '.'].map((name) => join(dataDir, name))) {
    for (const name of [ARCHIVE, 'cifar-10-binary.tar']) {
      if (await isFile(join(folder, name))) return { archive: join(folder, name) };
    }
    for (const unpacked of [join(folder, UNPACKED), folder]) {
      const there = await Promise.all(ALL_FILES.map((name) => isFile(join(unpacked, name))));
      if (there.every(Boolean)) return { folder: unpacked };
    }
  }
  return null;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

/** @param trust `checked` where the archive is known to be the published one */
async function read(found: Found, trust: 'own' | 'checked'): Promise<Dataset> {
  const where = found.archive ?? found.folder ?? '';
  const files = await filesOf(found);
  const dataset = {
    ...DESCRIPTION,
    train: imagesOf(TRAIN_FILES, files, where),
    test: imagesOf([TEST_FILE], files, where),
  };
  const isPublished =
    trust === 'checked' ||
    (found.archive !== undefined && (await hasContent(found.archive, PUBLISHED)));
  if (isPublished) {
    const source = `the published files of ${TITLE}, checked by SHA-256`;
    return { ...dataset, source, notice: null };
  }
  return {
    ...dataset,
    // Without the folder: the models and the page tell of the source, and are mailed around.
    source: `own files that are not known to be those published as ${TITLE}`,
    notice: `${where} is not known to be the published ${TITLE}, which is checked by the SHA-256 of ${ARCHIVE}; make sure that it holds the images you mean.`,
  };
}

async function filesOf({ archive, folder = '' }: Found): Promise<ReadonlyMap<string, Uint8Array>> {
  if (archive !== undefined) return readTar(archive, MOST_BYTES);
  return new Map(
    await Promise.all(
      ALL_FILES.map(async (name) => [name, await readFile(join(folder, name))] as const),
    ),
  );
}

/** The images of files one after the other. */
function imagesOf(
  names: readonly string[],
  files: ReadonlyMap<string, Uint8Array>,
  where: string,
): ImageSet {
  const batches = names.map((name) => {
    const bytes = files.get(name);
    if (!bytes) {
      throw new InputError(
        `${where} lacks ${name}; a whole ${ARCHIVE} has ${ALL_FILES.join(', ')}.`,
      );
    }
    checkRecords(bytes, `${name} in ${where}`);
    return bytes;
  });
  const count = batches.reduce((sum, { length }) => sum + length / RECORD, 0);
  const pixels = new Uint8Array(count * imageSize(SHAPE));
  const labels = new Int32Array(count);
  let n = 0;
  for (const bytes of batches) {
    for (let from = 0; from < bytes.length; from += RECORD, n++) {
      labels[n] = bytes[from];
      pixels.set(bytes.subarray(from + 1, from + RECORD), n * imageSize(SHAPE));
    }
  }
  return { shape: SHAPE, pixels, labels };
}

function checkRecords(bytes: Uint8Array, file: string): void {
  if (bytes.length === 0 || bytes.length % RECORD !== 0) {
    throw new InputError(
      `${file} has ${bytes.length.toLocaleString('en')} bytes; expected whole records of ${RECORD.toLocaleString('en')}, one byte for the class and the rest for the pixels.`,
    );
  }
  for (let from = 0; from < bytes.length; from += RECORD) {
    if (bytes[from] < DESCRIPTION.classNames.length) continue;
    throw new InputError(
      `${file}: image ${from / RECORD} is of class ${bytes[from]}; expected 0 to ${DESCRIPTION.classNames.length - 1}.`,
    );
  }
}

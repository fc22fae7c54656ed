/** Images of the person's own, in whichever form they lie there: told by what they hold, not by names. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Dataset, Skipped } from '../../images.ts';
import { sha256 } from '../../files/runFolder.ts';
import { contentChunks } from '../content.ts';
import { findFiles, idxPairs } from '../idxFiles.ts';
import { loadIdxPair, loadIdxPairs, loadNpy, loadNpz } from './loadArrays.ts';
import { passedOver } from './listing.ts';
import { loadPictures } from './loadPictures.ts';
import type { OwnImages, OwnRequest } from './ownImages.ts';
import { described } from './described.ts';
import { listFolder } from './pictureFolder.ts';
import { whyNoPicture } from './pictureFormat.ts';
import { listTable } from './pictureTable.ts';
import { noteOnShared } from './sharedImages.ts';
import { notUtf8 } from './tableRows.ts';
import { whyUnreadable } from './unreadable.ts';

type Reader = (path: string, request: OwnRequest) => Promise<OwnImages>;

const readFolder: Reader = async (path, request) =>
  loadPictures(await listFolder(path), path, request);
const readTable: Reader = async (path, request) =>
  loadPictures(await listTable(path), path, request);

/** @throws InputError where there is nothing at the path, or nothing that can be used */
export async function loadOwnDataset(
  path: string,
  request: OwnRequest,
): Promise<Omit<Dataset, 'name'>> {
  const read = await readerFor(path);
  const images = await read(path, request);
  const { classNames, train, test, skipped, notes } = images;
  const title = titleOf(path);
  for (const sentence of described(title, images)) request.report.note(sentence);
  return {
    title,
    classNames,
    train,
    test,
    // Without the folder: the models and the page tell of the source, and are mailed around.
    source: skipped.length === 0 ? 'own images' : `own images; ${passedOver(skipped)}`,
    notice: noticeOf(skipped, [...notes, ...noteOnShared(train, test)]),
    skipped,
    origin: sha256(resolve(path)),
  };
}

/** Short name for folders and files: `~/My Photos` → `my-photos`. */
export function ownName(path: string): string {
  const slug = titleOf(path)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'own' : slug;
}

/** Name of the folder, or of the file without what says how it is packed: `a-images-idx3-ubyte.gz` → `a`. */
function titleOf(path: string): string {
  return basename(resolve(path))
    .replace(/(?<=.)(\.(csv|tsv|txt|npy|npz|gz|idx))+$/i, '')
    .replace(/(?<=.)([.-]images?)?[.-]idx3([.-]ubyte)?$/i, '');
}

function noticeOf(skipped: readonly Skipped[], notes: readonly string[]): string | null {
  const lost = `${passedOver(skipped)}; skipped.csv in the folder of the run says which and why.`;
  const sentences = [...(skipped.length > 0 ? [lost] : []), ...notes];
  return sentences.length === 0 ? null : sentences.join(' ');
}

async function readerFor(path: string): Promise<Reader> {
  try {
    if ((await stat(path)).isDirectory()) {
      return await folderReader(path);
    }
  } catch (error) {
    throw new InputError(`--dataset ${path} cannot be read: ${whyUnreadable(error)}.`);
  }
  return fileReader(path);
}

async function folderReader(path: string): Promise<Reader> {
  const found = await findFiles(path);
  const { train, test } = idxPairs(found);
  const { trainImages, testImages } = found.paths;
  const unlabelled = train ? (test ? null : testImages) : trainImages;
  // Its reader says what is missing.
  if (unlabelled) return () => loadIdxPair(unlabelled);
  if (train) return () => loadIdxPairs(train, test);
  return test ? () => loadIdxPairs(test, null) : readFolder;
}

/** How archives begin, and empty ones: `PK\x03\x04`, `PK\x05\x06`. */
const ZIP = [0x504b0304, 0x504b0506];

/** How files begin, inflated where they are gzip, and who reads them. */
const READERS: readonly (readonly [begins: (head: Buffer) => boolean, read: Reader])[] = [
  [(head) => head.subarray(0, 6).toString('latin1') === '\x93NUMPY', loadNpy],
  [(head) => head.length >= 4 && ZIP.includes(head.readUInt32BE(0)), loadNpz],
  [(head) => head.length >= 4 && head.readUInt32BE(0) === 0x0803, loadIdxPair],
  [isText, readTable],
];

async function fileReader(path: string): Promise<Reader> {
  const head = await firstBytes(path);
  const reader = READERS.find(([begins]) => begins(head))?.[1];
  if (reader) return reader;
  if (isOtherText(head)) throw notUtf8(path);
  const isPicture = (await whyNoPicture(path)) === null;
  throw new InputError(
    isPicture
      ? `--dataset ${path} is one picture; name the folder that holds it and others.`
      : `--dataset ${path} is none of what is read: a folder of pictures, a table in CSV that lists them, a .npy or .npz file of arrays, or an IDX file of images.`,
  );
}

/** Enough to tell what a file is. */
const HEAD = 4096;

async function firstBytes(path: string): Promise<Buffer> {
  for await (const chunk of contentChunks(path)) return chunk.subarray(0, HEAD);
  throw new InputError(`--dataset ${path} is empty; expected images.`);
}

// eslint-disable-next-line no-control-regex -- these are what tells
const CONTROLS = /[\0-\x08\x0e-\x1f]/;

/** Whether bytes are UTF-8 without control characters, but for a character that is cut at the end. */
function isText(head: Buffer): boolean {
  const text = new TextDecoder().decode(head, { stream: true });
  return !CONTROLS.test(text) && !text.includes('\ufffd');
}

/** Whether bytes may be text in UTF-16, or in a code page, whose letters have one byte each. */
function isOtherText(head: Buffer): boolean {
  const text = head.toString('latin1');
  return /^(\xff\xfe|\xfe\xff)/.test(text) || !CONTROLS.test(text);
}

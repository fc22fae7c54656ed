/**
 * Downloads one file so that it appears whole and right, or not at all. What arrives is written to
 * `<file>.part`; a broken transfer goes on from there, in this run or a later one. The part takes
 * the file's name only when its inflated content has the expected SHA-256, so that any packing of
 * the same content is welcome, and it does not matter how many transfers, mirrors or runs at the
 * same time it came from: all of them write the same bytes to the same positions.
 */
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import pRetry from 'p-retry';
import { hasContent, type Published } from './content.ts';
import { DownloadError, request } from './http.ts';

export interface RemoteFile {
  /** Where the file can be had, first choice first. */
  readonly urls: readonly string[];
  /** Where to put it; folders are made. */
  readonly path: string;
  readonly content: Published;
}

export interface DownloadOptions {
  /** Called as bytes of the file arrive, where the server says how many there are. */
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience;
}

export interface Patience {
  /** Attempts after the first one, for each URL. */
  readonly retries: number;
  /** Wait before the first of them, doubled before each next one, in milliseconds. */
  readonly backOff: number;
  /** Longest time without a byte before an attempt is given up, in milliseconds. */
  readonly stall: number;
}

const PATIENCE: Patience = { retries: 3, backOff: 500, stall: 15_000 };

/**
 * @throws DownloadError where no URL gives the file; the signal's reason where it is aborted, with
 *   the part left for a later run; the file system's own error where the file cannot be written
 */
export async function download(file: RemoteFile, options: DownloadOptions = {}): Promise<void> {
  await mkdir(dirname(file.path), { recursive: true });
  const failures: string[] = [];
  for (const url of file.urls) {
    try {
      await downloadFrom(url, file, options);
      return;
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      failures.push(`${new URL(url).host}: ${error.message}`);
    }
  }
  throw new DownloadError(`${basename(file.path)} cannot be had (${failures.join('; ')})`);
}

async function downloadFrom(
  url: string,
  file: RemoteFile,
  options: DownloadOptions,
): Promise<void> {
  const part = `${file.path}.part`;
  const { retries, backOff, stall } = options.patience ?? PATIENCE;
  const attempt = async (): Promise<void> => {
    const resumed = await complete(part, url, stall, options);
    if (await hasContent(part, file.content)) {
      await rename(part, file.path).catch(unlessGone);
      return;
    }
    await rm(part, { force: true });
    if (await hasContent(file.path, file.content)) return; // Another run was faster.
    // The part may have been the beginning of something else: then from the start, once more.
    throw new DownloadError('the content is not the published one', resumed);
  };
  await pRetry(attempt, {
    retries,
    minTimeout: backOff,
    shouldRetry: ({ error }) => error instanceof DownloadError && error.transient,
    ...(options.signal && { signal: options.signal }),
  });
}

/** Brings the part to its end; true where it builds on bytes that were already there. */
async function complete(
  part: string,
  url: string,
  stall: number,
  { signal, progress }: DownloadOptions,
): Promise<boolean> {
  const stop = new AbortController();
  const watchdog = setTimeout(() => {
    stop.abort(new DownloadError(`no data for ${stall / 1000} s`, true));
  }, stall);
  const signals = signal ? [signal, stop.signal] : [stop.signal];
  try {
    const answer = await request(url, await sizeOf(part), AbortSignal.any(signals));
    if (answer === null) return true;
    const { from, total, body } = answer;
    await write(body, part, from, (done) => {
      watchdog.refresh();
      if (total !== null) progress?.(done, total);
    });
    return from > 0;
  } finally {
    clearTimeout(watchdog);
    // Where writing failed, the rest of the body is not wanted any more.
    stop.abort();
  }
}

/** Makes bytes the content of a file from position `from` to its end, on disk when it returns. */
async function write(
  bytes: AsyncIterable<Uint8Array>,
  path: string,
  from: number,
  progress: (done: number) => void,
): Promise<void> {
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT);
  try {
    let end = from;
    for await (const chunk of bytes) {
      for (let left = chunk; left.length > 0;) {
        const { bytesWritten } = await handle.write(left, 0, left.length, end);
        end += bytesWritten;
        left = left.subarray(bytesWritten);
      }
      progress(end);
    }
    await handle.truncate(end);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A part of right content that is gone was given its name by another run. */
function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** Bytes of a file, 0 where there is none. */
async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

/** Failures of the disk are the only ones with a system call; they get the folder and a way out. */
export function storageError(error: unknown, folder: string): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error;
  return new Error(
    `Cannot keep downloaded files in ${folder} (${error.message}); make room there, or name another folder with --data-dir.`,
    { cause: error },
  );
}

/** The folder of one run: files appear in it whole or not at all, and are known by their SHA-256. */
import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Files that are being written right now, so that an interrupted process can take them away. */
const unfinished = new Set<string>();

/** Deletes what has been half written; for a process that is about to end. */
export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
  unfinished.clear();
}

export class RunFolder {
  /** @param path the folder; made when the first file is written. */
  constructor(readonly path: string) {}

  /** Full path of one of the run's files. */
  file(name: string): string {
    return join(this.path, name);
  }

  /**
   * Finds out early whether the folder can be made and written; makes nothing.
   *
   * @throws Error with the system's code, such as ENOTDIR, EACCES or EROFS, and the path
   */
  checkWritable(): void {
    let existing = resolve(this.path);
    while (!existsSync(existing)) existing = dirname(existing);
    if (!statSync(existing).isDirectory()) {
      throw Object.assign(new Error(`${existing} is a file`), { code: 'ENOTDIR', path: existing });
    }
    accessSync(existing, constants.W_OK);
  }

  /** Writes a file beside its place, then moves it there: readers see the old file or the new one. */
  write(name: string, content: Uint8Array | string): void {
    const path = this.file(name);
    const aside = `${path}.${process.pid}.part`;
    mkdirSync(dirname(path), { recursive: true });
    unfinished.add(aside);
    try {
      writeThrough(aside, typeof content === 'string' ? Buffer.from(content) : content);
      renameSync(aside, path);
    } catch (error) {
      rmSync(aside, { force: true });
      throw Object.assign(error as NodeJS.ErrnoException, { path });
    } finally {
      unfinished.delete(aside);
    }
  }

  read(name: string): Promise<Buffer> {
    return readFile(this.file(name));
  }

  async readJson<Content>(name: string): Promise<Content> {
    return JSON.parse((await this.read(name)).toString()) as Content;
  }

  /** SHA-256 of a file in hexadecimal, or null where there is none. */
  async digest(name: string): Promise<string | null> {
    try {
      return sha256(await this.read(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Writes all bytes and waits until the disk has them. */
function writeThrough(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The folder of one run: files appear in it whole or not at all, and are known by their SHA-256. */
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  createReadStream,
  existsSync,
  lstatSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FileWriter, UNFINISHED } from './fileWriter.ts';
import { isRunning, lockFolder } from './folderLock.ts';

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
    while (!isThere(existing)) existing = dirname(existing);
    // Follows links, so that one that leads nowhere is found out now.
    if (!statSync(existing).isDirectory()) {
      throw Object.assign(new Error(`${existing} is a file`), { code: 'ENOTDIR', path: existing });
    }
    accessSync(existing, constants.W_OK);
  }

  /**
   * Keeps other processes from writing into the folder until this one ends.
   *
   * @throws InputError where another process does
   */
  lock(): void {
    lockFolder(this.path);
  }

  /**
   * Deletes what processes that were killed have left half-written.
   *
   * @param names of the files that a run may write
   */
  sweep(names: readonly string[]): void {
    for (const folder of new Set(names.map((name) => dirname(this.file(name))))) {
      if (!existsSync(folder)) continue;
      for (const found of readdirSync(folder)) {
        const match = UNFINISHED.exec(found);
        if (!match) continue;
        const [, name, writer] = match;
        const ours = names.some((each) => this.file(each) === join(folder, name));
        if (ours && !isRunning(Number(writer))) rmSync(join(folder, found));
      }
    }
  }

  /**
   * Finds out whether so many bytes can be written, before anything is given up for them.
   *
   * @throws Error with the system's code, such as ENOSPC or EFBIG, and the path
   */
  checkRoom(bytes: number): void {
    const room = this.writer('room');
    try {
      room.append(new Uint8Array(bytes));
      room.flush();
    } catch (error) {
      throw Object.assign(error as NodeJS.ErrnoException, { path: this.path });
    } finally {
      room.discard();
    }
  }

  /**
   * Writes a file beside its place, then moves it there: readers see the old file or the new one.
   *
   * @returns SHA-256 of what was written
   */
  write(name: string, content: Uint8Array | string): string {
    const writer = this.writer(name);
    writer.append(typeof content === 'string' ? Buffer.from(content) : content);
    return writer.finish();
  }

  /** Begins a file that is too large to be held whole: it is there once its writer has finished. */
  writer(name: string): FileWriter {
    return new FileWriter(this.file(name));
  }

  /** Deletes a file, if there is one. */
  remove(name: string): void {
    rmSync(this.file(name), { force: true });
  }

  async read(name: string): Promise<Buffer> {
    const path = this.file(name);
    try {
      return await readFile(path);
    } catch (error) {
      throw Object.assign(error as NodeJS.ErrnoException, { path });
    }
  }

  async readJson<Content>(name: string): Promise<Content> {
    return JSON.parse((await this.read(name)).toString()) as Content;
  }

  /** Bytes of a file that is there. */
  size(name: string): number {
    return statSync(this.file(name)).size;
  }

  /** SHA-256 of a file in hexadecimal, or null where there is none. */
  async digest(name: string): Promise<string | null> {
    const path = this.file(name);
    const hash = createHash('sha256');
    try {
      // Piece by piece, since it may be larger than memory.
      for await (const piece of createReadStream(path, { highWaterMark: PIECE })) {
        hash.update(piece as Buffer);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw Object.assign(error as NodeJS.ErrnoException, { path });
    }
    return hash.digest('hex');
  }
}

/** Bytes that are read at a time. */
const PIECE = 1 << 20;

/** Whether there is anything at a path, be it a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The folder of one run: files appear in it whole or not at all, and are known by their SHA-256. */
import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

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

  /** Deletes what processes that were killed have left half-written. */
  sweep(): void {
    if (!existsSync(this.path)) return;
    for (const name of readdirSync(this.path, { recursive: true, encoding: 'utf8' })) {
      const writer = UNFINISHED.exec(name)?.[1];
      if (writer !== undefined && !isRunning(Number(writer))) rmSync(this.file(name));
    }
  }

  /**
   * Writes a file beside its place, then moves it there: readers see the old file or the new one.
   *
   * @returns SHA-256 of what was written
   */
  write(name: string, content: Uint8Array | string): string {
    const path = this.file(name);
    const aside = `${path}.${process.pid}.part`;
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeThrough(aside, bytes);
      renameSync(aside, path);
    } catch (error) {
      rmSync(aside, { force: true });
      throw Object.assign(error as NodeJS.ErrnoException, { path });
    }
    return sha256(bytes);
  }

  /** Deletes a file, if there is one. */
  remove(name: string): void {
    rmSync(this.file(name), { force: true });
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

/** Ends the name of a file that a process is writing, with the number of that process. */
const UNFINISHED = /\.(\d+)\.part$/;

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

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
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

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
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../errors.ts';

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
    const path = this.file(LOCK);
    const holder = lockHolder(path);
    if (holder !== null && holder !== process.pid && isRunning(holder)) {
      throw new InputError(
        `${this.path} is being written by process ${holder}; wait for it, or choose another folder ` +
          `with --out. (If no such run is going on, delete ${path}.)`,
      );
    }
    mkdirSync(this.path, { recursive: true });
    writeFileSync(path, String(process.pid));
    process.once('exit', () => {
      if (lockHolder(path) !== process.pid) return;
      rmSync(path);
      if (readdirSync(this.path).length === 0) rmdirSync(this.path); // nothing came of it
    });
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
    const aside = this.file(`room.${process.pid}.part`);
    mkdirSync(this.path, { recursive: true });
    try {
      writeThrough(aside, new Uint8Array(bytes));
    } catch (error) {
      throw Object.assign(error as NodeJS.ErrnoException, { path: this.path });
    } finally {
      rmSync(aside, { force: true });
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
    try {
      return sha256(await this.read(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}

/** Ends the name of a file that a process is writing, with the number of that process. */
const UNFINISHED = /^(.*)\.(\d+)\.part$/;

/** Holds the number of the process that writes into the folder, while it does. */
const LOCK = '.caelum-lock';

function lockHolder(path: string): number | null {
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : null;
}

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

/** A file that is written piece by piece beside its place, and moved there once it is whole. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Ends the name of a file that a process is writing, with the number of that process. */
export const UNFINISHED = /^(.*)\.(\d+)\.part$/;

/** Of this process, which gives them up when it ends. */
const unfinished = new Set<FileWriter>();
process.on('exit', () => {
  for (const writer of unfinished) writer.discard();
});

/**
 * What fails leaves nothing behind, and throws an Error with the system's code, such as ENOSPC or EACCES,
 * and the path of the file.
 */
export class FileWriter {
  private readonly aside: string;
  private readonly hash = createHash('sha256');
  /** Descriptor of the file aside, while it is written. */
  private file: number | null = null;
  /** SHA-256 of what was written, in hexadecimal; null as long as it is not finished. */
  sha256: string | null = null;

  /** @param path where the file is to appear; its folder is made where there is none. */
  constructor(readonly path: string) {
    this.aside = `${path}.${process.pid}.part`;
    this.attempt(() => {
      mkdirSync(dirname(path), { recursive: true });
      this.file = openSync(this.aside, 'w');
    });
    unfinished.add(this);
  }

  /** Writes all bytes, after those before. */
  append(bytes: Uint8Array): void {
    this.attempt(() => {
      for (let at = 0; at < bytes.length;) at += writeSync(this.opened(), bytes, at);
    });
    this.hash.update(bytes);
  }

  /** Waits until the disk has what was written. */
  flush(): void {
    this.attempt(() => {
      fsyncSync(this.opened());
    });
  }

  /**
   * Moves the file to its place: readers see the old file or the new one.
   *
   * @returns SHA-256 of what was written
   */
  finish(): string {
    this.flush();
    this.attempt(() => {
      this.close();
      renameSync(this.aside, this.path);
    });
    this.sha256 = this.hash.digest('hex');
    return this.sha256;
  }

  /** Gives up what is not finished, and leaves what stood in its place. */
  discard(): void {
    if (this.file !== null) this.remove();
  }

  private opened(): number {
    if (this.file === null) throw new Error(`${this.path} is finished, or was given up`);
    return this.file;
  }

  private close(): void {
    unfinished.delete(this);
    closeSync(this.opened());
    this.file = null;
  }

  private remove(): void {
    if (this.file !== null) this.close();
    rmSync(this.aside, { force: true });
  }

  private attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.remove();
      throw Object.assign(error as NodeJS.ErrnoException, { path: this.path });
    }
  }
}

/** What a stage writes, each file with its SHA-256. */
import type { FileWriter } from '../files/fileWriter.ts';
import type { RunFolder } from '../files/runFolder.ts';

/** Writes one of the stage's files into the run's folder. */
export interface Write {
  (name: string, content: Uint8Array | string): void;
  /**
   * Begins one that is too large to be held whole. The stage appends to it and finishes it; where the stage
   * fails before, it is given up.
   */
  readonly stream: (name: string) => FileWriter;
}

export class StageOutput {
  /** SHA-256 of each file that was written whole. */
  private readonly written: Record<string, string> = {};
  private readonly streams = new Map<string, FileWriter>();
  private begun = false;

  /** @param onBegin called before the first file changes */
  constructor(
    private readonly folder: RunFolder,
    private readonly onBegin: () => void,
  ) {}

  /** What the stage is handed. */
  get write(): Write {
    const whole = (name: string, content: Uint8Array | string) => {
      this.begin();
      this.written[name] = this.folder.write(name, content);
    };
    const stream = (name: string) => {
      this.begin();
      const writer = this.folder.writer(name);
      this.streams.set(name, writer);
      return writer;
    };
    return Object.assign(whole, { stream });
  }

  /**
   * SHA-256 of each file.
   *
   * @throws Error where one was begun and not finished
   */
  files(): Record<string, string> {
    const streamed = Array.from(this.streams, ([name, { sha256 }]): [string, string] => {
      if (sha256 === null) throw new Error(`${name} was begun, but not finished`);
      return [name, sha256];
    });
    return { ...this.written, ...Object.fromEntries(streamed) };
  }

  /** Gives up what is not finished. */
  close(): void {
    for (const writer of this.streams.values()) writer.discard();
  }

  private begin(): void {
    if (!this.begun) this.onBegin();
    this.begun = true;
  }
}

/**
 * The files that hold rows for every placed image: written block by block, and of several shards joined
 * one after the other, neither of which takes more memory than a block.
 */
import { FILES, PLACEMENT_FILES } from '../../contract.ts';
import type { RunFolder } from '../../files/runFolder.ts';
import type { PlacedBlock } from '../placeBlock.ts';
import type { Reference } from '../reference.ts';
import { arrayRows } from './arrayRows.ts';
import { pointRows, type Origin } from './pointRows.ts';
import { piecesOf, type Digests, type RowFile, type RowsPart } from './rowFile.ts';

/** Names of the files. */
export const ROW_FILES: readonly string[] = [
  FILES.latents,
  FILES.labels,
  FILES.errors,
  FILES.placedNeighbours,
  FILES.placed,
  FILES.points,
];

/** Writes all of them beside their places, and moves them there together. */
export class RowsWriter {
  private readonly files: readonly RowFile[];

  /** @param count of all rows that will be appended */
  constructor(
    private readonly folder: RunFolder,
    reference: Reference,
    origin: Origin,
    count: number,
  ) {
    this.files = [...arrayRows(folder, reference, count), pointRows(folder, reference, origin)];
  }

  /** @param from index of the block's first image among all */
  append(block: PlacedBlock, from: number): void {
    for (const file of this.files) file.append(block, from);
  }

  /**
   * Appends the rows of a part.
   *
   * @param onBytes called with how many were read
   * @throws InputError where a file is not as it was written
   */
  async appendPart(part: RowsPart, onBytes: (count: number) => void): Promise<void> {
    for (const file of this.files) {
      await file.appendPart(part, piecesOf(part, file.name, onBytes));
    }
  }

  finish(): Digests {
    // What says that the folder is whole goes first, and is written last.
    for (const name of Object.values(PLACEMENT_FILES)) this.folder.remove(name);
    return Object.fromEntries(this.files.map((file) => [file.name, file.finish()]));
  }

  discard(): void {
    for (const file of this.files) file.discard();
  }
}

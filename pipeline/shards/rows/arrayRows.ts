/** The files whose rows follow each other after a head: arrays, and the table of places. */
import { FILES } from '../../contract.ts';
import { placedHead, placedRows } from '../../files/mapFile.ts';
import { bytesOf, npyHead } from '../../files/npy.ts';
import type { RunFolder } from '../../files/runFolder.ts';
import { referencesNeeded } from '../../tsne/placing/placeOnMap.ts';
import type { PlacedBlock } from '../placeBlock.ts';
import type { Reference } from '../reference.ts';
import type { RowFile } from './rowFile.ts';

interface Layout {
  readonly name: string;
  /** @param count of the rows that follow */
  readonly head: (count: number) => Buffer;
  /** @param from index of the block's first image among all */
  readonly rows: (block: PlacedBlock, from: number) => Uint8Array;
}

/** @param count of all rows that will be appended */
export function arrayRows(folder: RunFolder, reference: Reference, count: number): RowFile[] {
  return layouts(reference).map(({ name, head, rows }) => {
    const writer = folder.writer(name);
    writer.append(head(count));
    return {
      name,
      append: (block, from) => {
        writer.append(rows(block, from));
      },
      appendPart: async (part, pieces) => {
        let toSkip = head(part.count).length;
        for await (const piece of pieces) {
          const skipped = Math.min(toSkip, piece.length);
          toSkip -= skipped;
          writer.append(piece.subarray(skipped));
        }
      },
      finish: () => writer.finish(),
      discard: () => {
        writer.discard();
      },
    };
  });
}

function layouts({ latentShape, labels, maps }: Reference): Layout[] {
  const array = (
    name: string,
    dtype: '<f4' | '<i4',
    row: readonly number[],
    values: (block: PlacedBlock) => Float32Array | Int32Array,
  ): Layout => ({
    name,
    head: (count) => npyHead(dtype, [count, ...row]),
    rows: (block) => bytesOf(values(block)),
  });
  const names = maps.map(({ plan }) => plan.name);
  return [
    array(FILES.latents, '<f4', latentShape, ({ latents }) => latents),
    array(FILES.labels, '<i4', [], ({ labels }) => labels),
    array(FILES.errors, '<f4', [], ({ errors }) => errors),
    array(
      FILES.placedNeighbours,
      '<i4',
      [referencesNeeded(labels.length)],
      ({ neighbours }) => neighbours.indices,
    ),
    {
      name: FILES.placed,
      head: () => Buffer.from(placedHead(names)),
      rows: ({ maps, labels }, from) => Buffer.from(placedRows(maps, labels, from)),
    },
  ];
}

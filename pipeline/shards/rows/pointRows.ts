/** All that is known of each placed image as one table: `points.parquet`. */
import { FILES } from '../../contract.ts';
import { PointsFile } from '../../files/pointsFile.ts';
import type { RunFolder } from '../../files/runFolder.ts';
import { referencesNeeded } from '../../tsne/placing/placeOnMap.ts';
import type { PlacementRecord } from '../records.ts';
import type { Reference } from '../reference.ts';
import { unreadable, type RowFile } from './rowFile.ts';

/** What the table tells of itself: the same in every part and in the whole. */
export type Origin = Pick<PlacementRecord, 'data' | 'versions'>;

export function pointRows(folder: RunFolder, reference: Reference, origin: Origin): RowFile {
  const { latentShape, maps, labels, classNames } = reference;
  const writer = folder.writer(FILES.points);
  const form = {
    latentShape,
    maps: maps.map(({ plan: { name, title } }) => ({ name, title })),
    neighbours: referencesNeeded(labels.length),
    classNames,
    files: true,
  };
  const points = new PointsFile(writer, form, facts(reference, origin));
  return {
    name: FILES.points,
    append: ({ labels, files, latents, maps, errors, neighbours }, firstId) => {
      const known = { labels, files, latents, maps, errors, neighbours: neighbours.indices };
      points.append({ firstId, split: 'placed', ...known });
    },
    appendPart: async (part, pieces) => {
      const path = part.folder.file(FILES.points);
      try {
        await points.appendFile(path, pieces);
      } catch (error) {
        throw unreadable(path, error);
      }
    },
    finish: () => points.finish(),
    discard: () => {
      writer.discard();
    },
  };
}

function facts({ identity }: Reference, { data, versions }: Origin): Record<string, string> {
  return {
    dataset: data.title,
    source: data.source,
    data_sha256: data.fingerprint,
    run_sha256: identity,
    versions: JSON.stringify(versions),
  };
}

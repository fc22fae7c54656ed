/** All rows are there: what is made of them together. */
import { resolve } from 'node:path';
import { FILES, PLACEMENT_FILES, type Metrics } from '../contract.ts';
import type { RunFolder } from '../files/runFolder.ts';
import type { Report } from '../report.ts';
import { placedDefinitions } from './measures.ts';
import { placedPage } from './page.ts';
import { writeRecord, type PlacementRecord, type ShardRecord } from './records.ts';
import { referenceFrom, type Reference } from './reference.ts';
import type { Digests } from './rows/rowFile.ts';
import { ROW_FILES } from './rows/rowsWriter.ts';
import { addTallies, measuresOf } from './tally.ts';

/** Files of a placement. */
export const PLACED_FILES: readonly string[] = [
  ...ROW_FILES,
  FILES.metrics,
  FILES.viewer,
  PLACEMENT_FILES.placement,
];

/**
 * Measures, page and record, the same whether the rows were placed in one piece or in many.
 *
 * @param rows SHA-256 of the files that hold the rows
 * @param shards in their order
 */
export async function finishPlacement(
  folder: RunFolder,
  reference: Reference,
  rows: Digests,
  shards: readonly ShardRecord[],
  report: Report,
): Promise<void> {
  const metrics = placedMetrics(reference, shards);
  const files: Record<string, string> = {
    ...rows,
    [FILES.metrics]: folder.write(FILES.metrics, `${JSON.stringify(metrics, null, 2)}\n`),
  };
  report.stage('Page');
  const placed = await placedPage(folder, reference, shards[0].data);
  if ('page' in placed) files[FILES.viewer] = folder.write(FILES.viewer, placed.page);
  else {
    folder.remove(FILES.viewer);
    report.note(`No page: ${placed.reason}.`);
  }
  const record = { ...placementOf(shards, files), reference: referenceFrom(folder, reference) };
  writeRecord(folder, PLACEMENT_FILES.placement, record);
  const page = FILES.viewer in files ? resolve(folder.file(FILES.viewer)) : null;
  report.summary({ metrics, stages: [], variants: null, page });
}

function placedMetrics(reference: Reference, shards: readonly ShardRecord[]): Metrics {
  const total = addTallies(shards.flatMap(({ tallies }) => tallies));
  const spaces = [
    { name: 'images', title: 'Images' },
    { name: 'latents', title: 'Latents' },
    ...reference.maps.map(({ plan: { name, title } }) => ({ name, title })),
  ];
  return { spaces, measures: measuresOf(total, placedDefinitions(reference.labels.length)) };
}

function placementOf(
  shards: readonly ShardRecord[],
  files: Digests,
): Omit<PlacementRecord, 'reference'> {
  const [{ formatVersion, data, versions }] = shards;
  return {
    formatVersion,
    data,
    versions,
    device: [...new Set(shards.map(({ device }) => device))].join('; '),
    files: { ...files },
    timings: {
      place: shards.reduce((sum, { timings }) => sum + timings.place, 0),
      peakMemory: Math.max(...shards.map(({ timings }) => timings.peakMemory)),
    },
  };
}

import { duration } from '../../pipeline/report.ts';
import { lines } from '../text.ts';
import type { ShardResults } from './measure.ts';

/** What the measured speed comes to for as many images as nobody has on one machine. */
const MANY = 100_000_000;
const MACHINES = [10, 100];

export function shardsText(results: ShardResults): string {
  const { images, shards, place, merge, peakMemory, size } = results;
  const each = place / images;
  return lines(
    `  ${images.toLocaleString('en')} images in ${shards} shards, one after the other: ${duration(place)}, ${(1000 * each).toFixed(2)} ms an image`,
    `  the most memory that a shard held: ${(peakMemory / 1e9).toFixed(2)} GB`,
    `  merging them, with measures and page: ${duration(merge)} for ${(size / 1e9).toFixed(1)} GB, ${Math.round(size / merge / 1e6)} MB/s`,
    ...MACHINES.map(
      (machines) =>
        `  at this speed ${MANY.toLocaleString('en')} images take ${machines} such machines ${duration((each * MANY) / machines)}`,
    ),
    `  and to merge them one of these ${duration((merge / images) * MANY)}, for ${(((size / images) * MANY) / 1e12).toFixed(1)} TB`,
  );
}

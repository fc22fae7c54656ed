/** The page of the run, with the placed images on its map. */
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { FILES } from '../contract.ts';
import type { RunFolder } from '../files/runFolder.ts';
import type { CrowdPoints } from '../page/parts/crowd.ts';
import { withCrowd } from '../page/withCrowd.ts';
import type { PlacementRecord } from './records.ts';
import type { Reference } from './reference.ts';

/** Points that a page has at most; of more it shows every second, every third, … */
const MOST = 2_000_000;

/** @returns the page, or why there is none that could take them, as the end of a sentence */
export async function placedPage(
  folder: RunFolder,
  reference: Reference,
  data: PlacementRecord['data'],
): Promise<{ readonly page: string } | { readonly reason: string }> {
  const path = reference.folder.file(FILES.viewer);
  if (!existsSync(path)) return { reason: `${path} is not there` };
  const every = Math.ceil(data.count / MOST);
  const points = await readCrowd(folder.file(FILES.placed), Math.ceil(data.count / every), every);
  const page = await withCrowd(await readFile(path, 'utf8'), { title: data.title, ...points }, [
    ['Placed images', `${data.count.toLocaleString('en')} of ${data.title} (${data.source})`],
    ['Of these on the page', every === 1 ? 'all' : `one in ${every}`],
    ['SHA-256 of the placed images', data.fingerprint],
  ]);
  return page === null ? { reason: `${path} is not a page of this version` } : { page };
}

/** Label and place on the first map, of every so many rows of `placed.csv`: its second to fourth column. */
async function readCrowd(
  path: string,
  count: number,
  every: number,
): Promise<Omit<CrowdPoints, 'title'>> {
  const positions = new Float32Array(2 * count);
  const labels = new Int32Array(count);
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  let row = -1; // the head
  for await (const line of lines) {
    const at = row++;
    if (at < 0 || at % every !== 0) continue;
    const [, label, x, y] = line.split(',', 4).map(Number);
    const n = at / every;
    labels[n] = label;
    positions[2 * n] = x;
    positions[2 * n + 1] = y;
  }
  return { positions, labels };
}

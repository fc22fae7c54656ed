/** How fast maps are made and how good they are, beside other packages; and how time grows with points. */
import { pairs } from 'd3-array';
import type { Device } from '../../pipeline/engine/devices/device.ts';
import { costOf, growthBetween, type Growth, type MapCost } from './growth.ts';
import { defaultRun, findLatents, firstLatents } from './latents.ts';
import { startPeers } from './peers.ts';
import { resultsOf, type MapResult } from './quality.ts';
import { contestText, costText, resultText } from './text.ts';
import { takeAllTurns } from './turns.ts';

export interface MapSettings {
  /** Turns that each contestant takes. */
  readonly rounds: number;
  /** Points on the map, ascending; peers map the first number of them. */
  readonly points: readonly number[];
  readonly iterations: number;
  /** Folder of the run whose latents are mapped; null: the default one, else a short training. */
  readonly run: string | null;
  /** Folder where images are looked for; null: the cache. */
  readonly dataDir: string | null;
}

/** Who maps what. */
export interface MapContest {
  readonly latents: {
    readonly source: string;
    readonly available: number;
    readonly dimensions: number;
  };
  /** Points on the map, ascending. */
  readonly points: readonly number[];
  /** Numbers of points that were asked for, and for which there are too few latents. */
  readonly tooMany: readonly number[];
  readonly perplexity: number;
  readonly iterations: number;
  /** Titles: Caelum first, then the peers that there are. */
  readonly contestants: readonly string[];
  /** Why others take no part, a sentence each. */
  readonly missing: readonly string[];
  readonly rounds: number;
}

export interface MapResults extends MapContest {
  /** Of each contestant, on the first number of points. */
  readonly results: readonly MapResult[];
  /** Of Caelum's, for each number of points. */
  readonly costs: readonly MapCost[];
  /** From each number of points to the next. */
  readonly growth: readonly Growth[];
}

const PERPLEXITY = 30;

/**
 * @param write takes results for people as they come
 * @throws InputError where there are fewer latents than the first number of points
 */
export async function measureMaps(
  settings: MapSettings,
  device: Device,
  write: (text: string) => void,
): Promise<MapResults> {
  const { rounds, iterations, dataDir } = settings;
  const run = settings.run ?? defaultRun();
  const [least] = settings.points;
  const most = settings.points.at(-1)!;
  const latents = await findLatents({ run, dataDir, device, least, most });
  const available = latents.labels.length;
  const points = settings.points.filter((count) => count <= available);
  const { peers, missing, close } = await startPeers();
  try {
    const contest: MapContest = {
      latents: { source: latents.source, available, dimensions: latents.dimensions },
      points,
      tooMany: settings.points.slice(points.length),
      perplexity: PERPLEXITY,
      iterations,
      contestants: ['Caelum', ...peers.map(({ title }) => title)],
      missing,
      rounds,
    };
    write(contestText(contest));
    const { ours, theirs } = await takeAllTurns(contest, latents, peers, write);
    const first = firstLatents(latents, least);
    const results = await resultsOf(contest, first, [ours[0], ...theirs]);
    const costs = ours.map((turns, i) => costOf(points[i], turns));
    const growth = pairs(
      points.map((count, i) => ({ count, seconds: ours[i].map(({ seconds }) => seconds) })),
      growthBetween,
    );
    write(resultText(results) + costText(costs, growth));
    return { ...contest, results, costs, growth };
  } finally {
    await close();
  }
}

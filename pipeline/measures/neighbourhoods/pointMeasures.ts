/**
 * What the neighbourhoods of points tell of the latent space and of its maps, each measure as a mean over
 * points. A new measure is one file and one line here.
 */
import { setImmediate } from 'node:timers/promises';
import type { Measure } from '../../contract.ts';
import type { Device } from '../../engine/devices/device.ts';
import { permutation, seededRandom } from '../../random.ts';
import { bootstrapIntervals } from '../bootstrap.ts';
import { definitionOf } from '../definition.ts';
import { MEAN, mean } from '../statistics.ts';
import { continuity } from './continuity.ts';
import { knnAccuracy } from './knnAccuracy.ts';
import type { PointMeasure, Sight } from './pointMeasure.ts';
import { largestK } from './rankPenalty.ts';
import { sights, type MappedPoints } from './sights.ts';
import { SILHOUETTE } from './silhouette.ts';
import { trustworthiness } from './trustworthiness.ts';

/** Neighbours that vote; fewer where there are hardly any points. */
const VOTERS = 10;

/** Neighbours that maps are compared by; those that leave the penalty undefined do not take part. */
const COMPARED = [10, 30, 100];

/** Points that are looked at, at most, each against all others. */
const SAMPLE_SIZE = 10_000;

/** Points after which others have their turn. */
const POINTS_A_TURN = 32;

/** Every measure for so many points, in the order in which people read them. */
function pointMeasures(count: number): PointMeasure[] {
  const ks = comparedNeighbours(count);
  return [
    knnAccuracy(voters(count)),
    SILHOUETTE,
    ...ks.map((k) => trustworthiness(count, k)),
    ...ks.map((k) => continuity(count, k)),
  ];
}

function voters(count: number): number {
  return Math.min(VOTERS, count - 1);
}

function comparedNeighbours(count: number): number[] {
  const most = largestK(count);
  if (most < 1) return [];
  return most < COMPARED[0] ? [most] : COMPARED.filter((k) => k <= most);
}

export interface PassOptions {
  /** Of the sample and of the intervals. */
  readonly seed: number;
  /** What distances are computed on. */
  readonly device: Device;
  /** Points that are looked at, at most; default: 10,000. */
  readonly sampleSize?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Each measure in latent space and on every map; one that is not defined there has no values. */
export async function measureNeighbourhoods(
  points: MappedPoints,
  { seed, device, sampleSize = SAMPLE_SIZE, onProgress }: PassOptions,
): Promise<Measure[]> {
  check(points);
  const count = points.labels.length;
  const rows = sampledRows(count, sampleSize, seed);
  const k = Math.max(voters(count), ...comparedNeighbours(count));
  const measures = pointMeasures(count);
  const columns = measures.flatMap((measure) => columnsOf(measure, points, rows.length));
  let done = 0;
  for await (const sight of sights(points, rows, k, device)) {
    for (const { ofPoint, values } of columns) values[done] = ofPoint(sight);
    done++;
    onProgress?.(done, rows.length);
    if (done % POINTS_A_TURN === 0) await setImmediate();
  }
  const intervals = await bootstrapIntervals(
    MEAN,
    columns.map(({ values }) => values),
    seededRandom(seed, 'intervals of points'),
  );
  return measures.map((measure) => ({
    ...definitionOf(measure),
    values: columns.flatMap((column, c) =>
      column.key === measure.key
        ? [{ space: column.space, value: mean(column.values), interval: intervals[c] }]
        : [],
    ),
    sample: rows.length < count ? { size: rows.length, of: count, seed } : null,
  }));
}

/** A measure in one space. */
interface Column {
  readonly key: string;
  readonly space: string;
  readonly ofPoint: (sight: Sight) => number;
  /** Of the points that are looked at. */
  readonly values: Float64Array;
}

function columnsOf(
  measure: PointMeasure,
  { labels, maps }: MappedPoints,
  looking: number,
): Column[] {
  const column = (space: string, ofPoint: Column['ofPoint']): Column => ({
    key: measure.key,
    space,
    ofPoint,
    values: new Float64Array(looking),
  });
  if (measure.of === 'maps') {
    return maps.map(({ name }, m) => column(name, (sight) => measure.ofPoint(sight.maps[m])));
  }
  const ofPoint = measure.prepare(labels);
  if (ofPoint === null) return [];
  return [
    column('latents', ({ i, latents }) => ofPoint(i, latents)),
    ...maps.map(({ name }, m) => column(name, (sight) => ofPoint(sight.i, sight.maps[m]))),
  ];
}

/** All points, or a random sample of them, by index. */
function sampledRows(count: number, most: number, seed: number): Uint32Array {
  return permutation(count, seededRandom(seed, 'measured points')).subarray(0, most).sort();
}

function check({ latents, dimensions, labels, maps }: MappedPoints): void {
  const clouds = [
    { name: 'latents', values: latents, dimensions },
    ...maps.map(({ name, positions }) => ({ name, values: positions, dimensions: 2 })),
  ];
  for (const { name, values, dimensions } of clouds) {
    const count = values.length / dimensions;
    if (count !== labels.length) {
      throw new RangeError(`measures: ${labels.length} labels, but ${count} points in ${name}`);
    }
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      const point = Math.floor(wrong / dimensions);
      throw new RangeError(
        `measures: point ${point} of ${name} has the coordinate ${values[wrong]}`,
      );
    }
  }
}

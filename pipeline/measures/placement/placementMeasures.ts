/** How well points were placed on maps that were made without them. */
import type { Measure, MeasureDefinition, MeasuredValue } from '../../contract.ts';
import { seededRandom } from '../../random.ts';
import { pickRows } from '../../tsne/algebra/vectors.ts';
import { nearestAmong } from '../../tsne/neighbours/neighbours.ts';
import { bootstrapIntervals } from '../bootstrap.ts';
import { areaUnderCurve } from '../reconstruction/areaUnderCurve.ts';
import { MEAN, MEDIAN, mean } from '../statistics.ts';
import type { Displacement } from './displacement.ts';
import {
  ofSeenClasses,
  placedAccuracy,
  placedAccuracyDefinition,
  VOTERS,
} from './placedAccuracy.ts';
import { rankCorrelation } from './rankCorrelation.ts';

export interface PlacedPoints {
  /** Class index of each point of the maps. */
  readonly labels: Int32Array;
  /** Class index of each placed point, at least one. */
  readonly placedLabels: Int32Array;
  readonly maps: readonly {
    readonly name: string;
    /** N × 2. */
    readonly positions: Float32Array;
    /** M × 2. */
    readonly placed: Float32Array;
    /** M, in units of the map. */
    readonly uncertainty: Float32Array;
  }[];
}

/**
 * On every map: labels of placed points, and whether the uncertainty tells which are wrong.
 *
 * @param onProgress called as points are done, of all maps together
 */
export async function measurePlacedLabels(
  { labels, placedLabels, maps }: PlacedPoints,
  seed: number,
  onProgress?: (done: number, total: number) => void,
): Promise<Measure[]> {
  const k = Math.min(VOTERS, labels.length);
  const seen = ofSeenClasses(labels, placedLabels);
  const seenLabels = seen.map((i) => placedLabels[i]);
  // Of one class, any neighbours agree.
  const measured = seen.length === 0 || new Set(labels).size < 2 ? [] : maps;
  const checked: { name: string; right: Float64Array; found: number | null }[] = [];
  for (const [m, { name, positions, placed, uncertainty }] of measured.entries()) {
    const nearest = await nearestAmong(pickRows(placed, 2, seen), positions, 2, k, {
      onProgress: (done) => {
        onProgress?.(m * seen.length + done, measured.length * seen.length);
      },
    });
    const right = placedAccuracy(nearest, labels, seenLabels);
    const found = areaUnderCurve(
      Float64Array.from(seen, (i) => uncertainty[i]),
      (n) => right[n] === 0,
    );
    checked.push({ name, right, found });
  }
  const intervals = await bootstrapIntervals(
    MEAN,
    checked.map(({ right }) => right),
    seededRandom(seed, 'intervals of placed points'),
  );
  return [
    {
      ...placedAccuracyDefinition(k),
      values: checked.map(({ name, right }, m): MeasuredValue => {
        return { space: name, value: mean(right), interval: intervals[m] };
      }),
      sample: null,
    },
    {
      key: 'uncertaintyOfLabels',
      title: 'Uncertainty, AUROC',
      unit: '1',
      range: [0, 1],
      better: 'higher',
      definition:
        'How well the uncertainty of a place warns of a wrong label: of all pairs of a placed image whose neighbours outvote its label and one whose neighbours agree, the share in which the first has the larger uncertainty. 1: it always warns; 0.5 is chance.',
      source: 'Area under the receiver operating characteristic; Fawcett 2006.',
      values: checked.flatMap(({ name, found }): MeasuredValue[] =>
        found === null ? [] : [{ space: name, value: found, interval: null }],
      ),
      sample: null,
    },
  ];
}

/** What a re-run of a map says of the placed points that took part in it. */
export interface RerunPoints {
  /** Name of the map. */
  readonly map: string;
  readonly displacement: Displacement;
  /** Of the same placed points. */
  readonly uncertainty: Float32Array;
  /** Which of the placed points they are. */
  readonly sample: Measure['sample'];
  /** Of the intervals. */
  readonly seed: number;
}

/** How far placed points lie from where a re-run puts their neighbours, beside what gives the number a scale. */
export async function measureDisplacement({
  map,
  displacement,
  uncertainty,
  sample,
  seed,
}: RerunPoints): Promise<Measure[]> {
  const { toNeighbours, toItself, toOthers, ofMap } = displacement;
  const ofPlaced = await bootstrapIntervals(
    MEDIAN,
    [toNeighbours, toItself, toOthers],
    seededRandom(seed, 'intervals of displacement'),
  );
  const ofMapped = await bootstrapIntervals(
    MEDIAN,
    [ofMap],
    seededRandom(seed, 'intervals of mapped points'),
  );
  const rerun =
    'A re-run arranges the images of the first t-SNE map and a sample of the placed ones together, and is then turned, scaled and moved over that map. Median, in root mean square distances of the map from its centre.';
  const distance = (
    key: string,
    title: string,
    what: string,
    distances: Float64Array,
    interval: readonly [number, number],
  ): Measure => ({
    ...DISTANCE,
    key,
    title,
    definition: `${what} ${rerun}`,
    values: [{ space: map, value: MEDIAN.of(distances), interval }],
    sample,
  });
  const correlation = rankCorrelation(uncertainty, toNeighbours);
  return [
    distance(
      'displacement',
      'Displacement, placed',
      'How far placed images lie from where a re-run puts their nearest images (weighted by affinity). About as good as can be where it is near that of mapped images.',
      toNeighbours,
      ofPlaced[0],
    ),
    distance(
      'displacementToItself',
      'Displacement, re-run',
      'How far placed images lie from where the re-run puts themselves.',
      toItself,
      ofPlaced[1],
    ),
    {
      ...distance(
        'displacementOfMap',
        'Displacement, mapped',
        'How far images of the map itself move in the re-run: the least that placing can be expected to miss by.',
        ofMap,
        ofMapped[0],
      ),
      // All of them took part.
      sample: null,
    },
    {
      ...distance(
        'displacementToOthers',
        'Displacement, chance',
        "How far placed images lie from where the re-run puts another one's nearest images: what a place taken at random would miss by.",
        toOthers,
        ofPlaced[2],
      ),
      better: null,
    },
    {
      key: 'uncertaintyOfDisplacement',
      title: 'Uncertainty, Spearman',
      unit: '1',
      range: [-1, 1],
      better: 'higher',
      definition:
        'Rank correlation between the uncertainty of placed images and their displacement: 1 where the more uncertain always moves more, 0 is chance.',
      source: 'Spearman 1904, The proof and measurement of association between two things.',
      values: correlation === null ? [] : [{ space: map, value: correlation, interval: null }],
      sample,
    },
  ];
}

const DISTANCE: Pick<MeasureDefinition, 'unit' | 'range' | 'better' | 'source'> = {
  unit: 'map radii',
  range: [0, null],
  better: 'lower',
  source: 'Procrustes analysis; Gower 1975.',
};

/** How well points were placed on maps that were made without them. */
import type { Measure, MeasureDefinition, MeasuredValue } from '../../contract.ts';
import { seededRandom } from '../../random.ts';
import { nearestReferences } from '../../tsne/placing/nearestReferences.ts';
import { bootstrapIntervals, mean } from '../bootstrap.ts';
import { areaUnderCurve } from '../reconstruction/areaUnderCurve.ts';
import type { Displacement } from './displacement.ts';
import { placedAccuracy } from './placedAccuracy.ts';
import { rankCorrelation } from './rankCorrelation.ts';

/** Neighbours that vote; fewer where there are hardly any points. */
const VOTERS = 10;

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

/** On every map: labels of placed points, and whether the uncertainty tells which are wrong. */
export function measurePlacedLabels(
  { labels, placedLabels, maps }: PlacedPoints,
  seed: number,
): Measure[] {
  const k = Math.min(VOTERS, labels.length);
  const checked = maps.map(({ name, positions, placed, uncertainty }) => {
    const right = placedAccuracy(nearestReferences(placed, positions, 2, k), labels, placedLabels);
    const found = areaUnderCurve(Float64Array.from(uncertainty), (i) => right[i] === 0);
    return { name, right, found };
  });
  const intervals = bootstrapIntervals(
    checked.map(({ right }) => right),
    seededRandom(seed, 'intervals of placed points'),
  );
  return [
    {
      key: 'placedKnnAccuracy',
      title: `${k}-NN accuracy, placed`,
      unit: '1',
      range: [0, 1],
      better: 'higher',
      definition: `Share of the test images placed on a map whose ${k} nearest images of it agree with their label by majority; ties go to the smaller label.`,
      source: 'Cover & Hart 1967, Nearest neighbor pattern classification.',
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
        'Share of pairs of a placed image with a wrong label (by that vote) and one with the right label in which the wrong one has the larger uncertainty; 0.5 is chance.',
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
  readonly sample: Measure['sample'];
}

/** How far placed points lie from where a re-run puts their neighbours, beside what gives the number a scale. */
export function measureDisplacement({
  map,
  displacement,
  uncertainty,
  sample,
}: RerunPoints): Measure[] {
  const { toNeighbours, toItself, toOthers, ofMap } = displacement;
  const rerun =
    't-SNE arranges the images of the map and the placed ones anew, together, from where they lie; the result is turned, scaled and moved over the map. Median, as a share of the root mean square distance of the map from its centre.';
  const distance = (
    key: string,
    title: string,
    what: string,
    distances: Float64Array,
  ): Measure => ({
    ...DISTANCE,
    key,
    title,
    definition: `${what} ${rerun}`,
    values: [{ space: map, value: median(distances), interval: null }],
    sample,
  });
  const correlation = rankCorrelation(uncertainty, toNeighbours);
  return [
    distance(
      'displacement',
      'Displacement, placed',
      'From a placed image to where a re-run has its nearest images, weighted by affinity.',
      toNeighbours,
    ),
    distance(
      'displacementToItself',
      'Displacement, re-run',
      'From a placed image to where a re-run has it.',
      toItself,
    ),
    distance(
      'displacementOfMap',
      'Displacement, mapped',
      'From an image of the map to where a re-run has it, which no placing could foresee.',
      ofMap,
    ),
    {
      ...distance(
        'displacementToOthers',
        'Displacement, chance',
        "From a placed image to where a re-run has another one's nearest images, for scale.",
        toOthers,
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
        "Rank correlation of the placed images' uncertainty and their displacement; 0 is chance.",
      source: 'Spearman 1904, The proof and measurement of association between two things.',
      values: correlation === null ? [] : [{ space: map, value: correlation, interval: null }],
      sample,
    },
  ];
}

const DISTANCE: Pick<MeasureDefinition, 'unit' | 'range' | 'better' | 'source'> = {
  unit: '1',
  range: [0, null],
  better: 'lower',
  source: 'Procrustes analysis; Gower 1975.',
};

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

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
  const seen = ofSeenClasses(labels, placedLabels);
  const seenLabels = seen.map((i) => placedLabels[i]);
  const measured = seen.length === 0 ? [] : maps;
  const checked = measured.map(({ name, positions, placed, uncertainty }) => {
    const points = new Float32Array(2 * seen.length);
    seen.forEach((i, n) => {
      points.set(placed.subarray(2 * i, 2 * i + 2), 2 * n);
    });
    const right = placedAccuracy(nearestReferences(points, positions, 2, k), labels, seenLabels);
    const found = areaUnderCurve(
      Float64Array.from(seen, (i) => uncertainty[i]),
      (n) => right[n] === 0,
    );
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
      definition: `Share of the test images placed on a map, of those whose class the map has, whose ${k} nearest images of it agree with their label by majority; ties go to the smaller label.`,
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
        'How well the uncertainty of a place warns of a wrong label: of all pairs of a placed image whose neighbours outvote its label and one whose neighbours agree, the share in which the first has the larger uncertainty. 1: it always warns; 0.5 is chance.',
      source: 'Area under the receiver operating characteristic; Fawcett 2006.',
      values: checked.flatMap(({ name, found }): MeasuredValue[] =>
        found === null ? [] : [{ space: name, value: found, interval: null }],
      ),
      sample: null,
    },
  ];
}

/** Indices of the placed points whose class the map has too: the others cannot be among their own. */
function ofSeenClasses(labels: Int32Array, placedLabels: Int32Array): Uint32Array {
  const classes = new Set(labels);
  return Uint32Array.from(placedLabels.keys()).filter((i) => classes.has(placedLabels[i]));
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
    'A re-run arranges the images of the first t-SNE map and a sample of the placed ones together, and is then turned, scaled and moved over that map. Median, in root mean square distances of the map from its centre.';
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
      'How far placed images lie from where a re-run puts their nearest images (weighted by affinity). About as good as can be where it is near that of mapped images.',
      toNeighbours,
    ),
    distance(
      'displacementToItself',
      'Displacement, re-run',
      'How far placed images lie from where the re-run puts themselves.',
      toItself,
    ),
    distance(
      'displacementOfMap',
      'Displacement, mapped',
      'How far images of the map itself move in the re-run: the least that placing can be expected to miss by.',
      ofMap,
    ),
    {
      ...distance(
        'displacementToOthers',
        'Displacement, chance',
        "How far placed images lie from where the re-run puts another one's nearest images: what a place taken at random would miss by.",
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

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

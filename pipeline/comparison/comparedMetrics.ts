/**
 * Measures of several runs as those of one, the runs being its spaces: whatever tells of measures (tables,
 * figures) tells of comparisons too.
 */
import type { Measure, MeasureDefinition, MeasuredValue, Metrics, Space } from '../contract.ts';
import type { Manifest } from '../files/manifest.ts';
import type { ComparedRun } from './runs.ts';

/** A fact about a run as a measure: what it is, and its value where the run has one. */
interface Fact extends Pick<MeasureDefinition, 'key' | 'title' | 'unit' | 'better' | 'definition'> {
  readonly of: (run: ComparedRun) => number | undefined;
}

const FACTS: readonly Fact[] = [
  {
    key: 'latentNumbers',
    title: 'Latent',
    unit: 'numbers',
    better: null,
    definition: 'How many numbers the encoder makes of one image.',
    of: ({ latentShape }) => latentShape.reduce((product, size) => product * size, 1),
  },
  {
    key: 'modelBytes',
    title: 'Encoder and decoder',
    unit: 'kB',
    better: 'lower',
    definition: 'Size of both ONNX files.',
    of: ({ modelBytes }) => modelBytes / 1000,
  },
  {
    key: 'epochs',
    title: 'Trained',
    unit: 'epochs',
    better: null,
    definition: 'Passes over the training images.',
    of: ({ manifest }) => numberOf(manifest.settings.epochs),
  },
  {
    key: 'trainingSeconds',
    title: 'Training',
    unit: 's',
    better: 'lower',
    definition: 'Of the command that last trained, on the machine that it ran on.',
    of: ({ manifest }) => stageSeconds(manifest, 'train'),
  },
  {
    key: 'encodingTime',
    title: 'Encoding an image',
    unit: 'ms',
    better: 'lower',
    definition: 'Mean over all images of the run, in batches, on the machine that it ran on.',
    of: ({ manifest: { timings, stages } }) => {
      const { mapped, placed } = stages.encode.results;
      return (1000 * timings.encode.seconds) / (mapped + placed);
    },
  },
];

export interface ComparedMetrics {
  /** The runs. */
  readonly spaces: readonly Space[];
  /** What the runs are like: size and time. */
  readonly facts: readonly Measure[];
  /** Each measure in each space where any run has a value. */
  readonly measures: readonly Measure[];
}

export function comparedMetrics(runs: readonly ComparedRun[]): ComparedMetrics {
  const spaces = runs.map(({ name }) => ({ name, title: name }));
  return { spaces, facts: facts(runs), measures: measures(runs) };
}

function facts(runs: readonly ComparedRun[]): Measure[] {
  return FACTS.flatMap(({ of, ...definition }): Measure[] => {
    const values = runs.flatMap((run): MeasuredValue[] => {
      const value = of(run);
      return value === undefined ? [] : [{ space: run.name, value, interval: null }];
    });
    if (values.length === 0) return [];
    return [{ ...definition, range: [0, null], source: '', values, sample: null }];
  });
}

function measures(runs: readonly ComparedRun[]): Measure[] {
  const rows = new Map<string, { readonly measure: Measure; readonly place: Place }>();
  const firstMap = firstMapTitle(runs);
  for (const { name, metrics } of runs) {
    for (const measure of metrics.measures) {
      for (const { space, value, interval } of measure.values) {
        const place = placeOf(metrics, space, firstMap);
        const key = `${measure.key} ${place.title}`;
        const values = [...(rows.get(key)?.measure.values ?? []), { space: name, value, interval }];
        const title = place.order === 0 ? measure.title : `${measure.title}: ${place.title}`;
        rows.set(key, { measure: { ...measure, title, values }, place });
      }
    }
  }
  return [...rows.values()]
    .sort((a, b) => a.place.order - b.place.order)
    .map(({ measure }) => measure);
}

/** Where something is measured, and how far down that stands. */
interface Place {
  readonly title: string;
  /** 0 for images, 1 for latents, 2 for the first map, 3 for others. */
  readonly order: number;
}

/** The first maps of all runs compare, of whichever kind they are. */
function placeOf({ spaces }: Metrics, name: string, firstMap: string): Place {
  const order = Math.min(
    3,
    spaces.findIndex((space) => space.name === name),
  );
  const title = spaces.find((space) => space.name === name)!.title;
  return order === 2
    ? { title: firstMap, order }
    : { title: order === 1 ? 'latents' : title, order };
}

function firstMapTitle(runs: readonly ComparedRun[]): string {
  const titles = new Set(runs.map(({ metrics }) => metrics.spaces.at(2)?.title));
  return titles.size === 1 ? String([...titles][0]) : 'first map';
}

/** Undefined where the run had no such stage: models from elsewhere were not trained here. */
function stageSeconds({ timings }: Manifest, stage: string): number | undefined {
  return stage in timings ? timings[stage].seconds : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** How well the models reconstruct, and how far the latent space and its maps keep classes and neighbours together. */
import { FILES, type Measure, type Metrics, type Space } from '../contract.ts';
import { decodeNpy, encodeNpy } from '../files/npy.ts';
import { imageCount } from '../images.ts';
import { checkFinite } from '../measures/checkFinite.ts';
import { numberClasses } from '../measures/classes.ts';
import { measureClusters } from '../measures/clusters/clusterMeasures.ts';
import { divergences } from '../measures/divergence.ts';
import { measureNeighbourhoods } from '../measures/neighbourhoods/pointMeasures.ts';
import type { MappedPoints, PlacedMap } from '../measures/neighbourhoods/sights.ts';
import { measureAnomalies } from '../measures/reconstruction/anomalies.ts';
import { measureLikelihoods } from '../measures/reconstruction/likelihood.ts';
import { imageErrors, measureReconstructions } from '../measures/reconstruction/imageMeasures.ts';
import { plannedMaps, recordedMaps, type MapsSettings } from '../projections/maps.ts';
import type { LikelihoodSampling } from '../settings/pipeline.ts';
import { openCodec } from './encode.ts';
import { readLatents, readMaps } from './latents.ts';
import { mappedImages, type MapSample } from './mapped.ts';
import { placementMeasures } from './placement.ts';
import type { Run, Stage } from './stage.ts';

/** @param likelihood how it was sampled; null where it was not */
export function measureStage(
  settings: MapsSettings & { readonly seed: number },
  likelihood: LikelihoodSampling | null,
): Stage {
  const { seed } = settings;
  return {
    name: 'measure',
    title: 'Measure',
    reads: [
      FILES.encoder,
      FILES.decoder,
      FILES.latents,
      FILES.labels,
      FILES.map,
      FILES.placed,
      FILES.rerun,
      ...(likelihood ? [FILES.likelihoods] : []),
    ],
    writes: [FILES.errors, FILES.metrics],
    settings: {
      ...recordedMaps(settings),
      seed,
      ...(likelihood && { likelihoodSamples: likelihood.likelihoodSamples }),
    },
    run: async (run, write) => {
      const points = await mappedPoints(run, settings);
      const reconstructed = await reconstructions(run, settings, seed);
      const measures = [
        ...reconstructed.measures,
        ...(likelihood ? await likelihoodMeasures(run, likelihood, seed) : []),
        divergenceMeasure(run, points),
        ...(await mapMeasures(run, points, seed)),
        ...(await placementMeasures(run, settings)),
      ];
      noteUndefined(run, measures, points);
      const metrics = collect(measures, points);
      checkFinite(metrics);
      const { errors } = reconstructed;
      write(FILES.errors, encodeNpy({ shape: [errors.length], data: errors }));
      write(FILES.metrics, `${JSON.stringify(metrics, null, 2)}\n`);
      return {};
    },
  };
}

/** What the decoder makes of the latents, against the images: every image's error, and measures of the test images. */
async function reconstructions(run: Run, sample: MapSample, seed: number) {
  const { train, test, classNames, leftOut } = run.dataset;
  const { mapped, placed, latentShape: shape } = await readLatents(run);
  const codec = await openCodec(run);
  const ofMapped = await codec.decode({ shape, data: mapped.vectors }, train.shape);
  const ofTest = await codec.decode({ shape, data: placed.vectors }, test.shape);
  await codec.close();
  const errors = imageErrors(test, ofTest);
  const measures = await measureReconstructions(
    test,
    ofTest,
    classNames.length,
    seed,
    (done, total) => {
      run.report.progress(done, total, 'images');
    },
  );
  if (leftOut !== undefined) {
    const out = { label: leftOut, name: classNames[leftOut] };
    measures.push(measureAnomalies(errors, test.labels, out));
  }
  const errorsOfMapped = imageErrors(mappedImages(train, sample), ofMapped);
  return { measures, errors: Float32Array.from([...errorsOfMapped, ...errors]) };
}

async function likelihoodMeasures(
  { folder, dataset }: Run,
  { likelihoodSamples }: LikelihoodSampling,
  seed: number,
): Promise<Measure[]> {
  const { shape, data } = decodeNpy(
    await folder.read(FILES.likelihoods),
    folder.file(FILES.likelihoods),
  );
  const numbers = Float64Array.from(data);
  const likelihoods = {
    negativeLogLikelihood: numbers.subarray(0, shape[1]),
    negativeElbo: numbers.subarray(shape[1]),
  };
  return measureLikelihoods(likelihoods, likelihoodSamples, imageCount(dataset.test), seed);
}

/** The points that are on the maps, with the titles of the maps. */
interface TitledPoints extends MappedPoints {
  readonly maps: readonly (PlacedMap & { readonly title: string })[];
}

async function mappedPoints(run: Run, settings: MapsSettings): Promise<TitledPoints> {
  const { mapped, dimensions } = await readLatents(run);
  const { vectors: latents, labels } = mapped;
  const planned = plannedMaps(settings, labels.length);
  const names = planned.map(({ name }) => name);
  const stored = await readMaps(run.folder, names);
  const maps = planned.map(({ name, title }, m) => {
    return { name, title, positions: stored[m].positions };
  });
  return { latents, dimensions, labels, maps };
}

function divergenceMeasure({ manifest }: Run, { maps }: TitledPoints): Measure {
  const { results } = manifest.stages.map;
  const found = maps.flatMap(({ name }) =>
    `${name}.kl` in results ? [[name, results[`${name}.kl`]] as const] : [],
  );
  return divergences(Object.fromEntries(found));
}

/** Of the latent space and of every map. */
async function mapMeasures(
  { device, report }: Run,
  points: MappedPoints,
  seed: number,
): Promise<Measure[]> {
  const { latents, dimensions, labels, maps } = points;
  const clouds = [
    { space: 'latents', points: latents, dimensions },
    ...maps.map(({ name, positions }) => ({ space: name, points: positions, dimensions: 2 })),
  ];
  const clusters = await measureClusters(clouds, labels, seed, (done, total) => {
    report.progress(done, total, 'spaces');
  });
  const neighbourhoods = await measureNeighbourhoods(points, {
    seed,
    device,
    onProgress: (done, total) => {
      report.progress(done, total, 'points');
    },
  });
  return [...neighbourhoods, ...clusters];
}

function noteUndefined(
  { report, dataset }: Run,
  measures: readonly Measure[],
  { labels }: MappedPoints,
): void {
  const titles = measures.filter(({ values }) => values.length === 0).map(({ title }) => title);
  if (titles.length === 0) return;
  const classes = numberClasses(labels).sizes.length;
  report.note(
    `Not defined for ${labels.length.toLocaleString('en')} images of ${classes} ${classes === 1 ? 'class' : 'classes'} ` +
      `on the map and ${imageCount(dataset.test).toLocaleString('en')} test images, and left out: ${titles.join(', ')}.`,
  );
}

/** The measures that have values, and the spaces in which they have them. */
function collect(measures: readonly Measure[], { maps }: TitledPoints): Metrics {
  const spaces: Space[] = [
    { name: 'images', title: 'Images' },
    { name: 'latents', title: 'Latents' },
    ...maps.map(({ name, title }) => ({ name, title })),
  ];
  return { spaces, measures: measures.filter(({ values }) => values.length > 0) };
}

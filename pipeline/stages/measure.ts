/** How well the models reconstruct, and how far the latent space and the map keep classes and neighbours together. */
import { FILES, type Metric, type MetricKey, type Metrics } from '../contract.ts';
import { imageCount, toFloats } from '../images.ts';
import { measureMap } from '../measures/mapMeasures.ts';
import { meanSquaredError } from '../measures/meanSquaredError.ts';
import { plannedMaps, recordedMaps, type MapsSettings } from '../projections/maps.ts';
import { openCodec } from './encode.ts';
import { readLatents, readMaps, readNeighbours } from './latents.ts';
import type { Run, Stage } from './stage.ts';

export function measureStage(maps: MapsSettings): Stage {
  return {
    name: 'measure',
    title: 'Measure',
    reads: [
      FILES.encoder,
      FILES.decoder,
      FILES.latents,
      FILES.labels,
      FILES.neighbours,
      FILES.distances,
      FILES.map,
    ],
    writes: [FILES.metrics],
    settings: recordedMaps(maps),
    run: async (run, write) => {
      const values = { testMse: await testError(run), ...(await mapValues(run, maps)) };
      const metrics = describe(values, imageCount(run.dataset.test));
      write(FILES.metrics, `${JSON.stringify(metrics, null, 2)}\n`);
      return {};
    },
  };
}

/** Mean squared error over the test images, with the models as they were exported. */
async function testError(run: Run): Promise<number> {
  const { test } = run.dataset;
  const codec = await openCodec(run);
  const reconstructions = await codec.reconstruct(test);
  await codec.close();
  const images = toFloats(test, Uint32Array.from(test.labels.keys()));
  return meanSquaredError(images, reconstructions);
}

async function mapValues(run: Run, maps: MapsSettings) {
  const { mapped, dimensions } = await readLatents(run);
  const latentNeighbours = await readNeighbours(run.folder);
  const names = plannedMaps(maps, latentNeighbours.count).map(({ name }) => name);
  const [first] = await readMaps(run.folder, names);
  return {
    points: mapped.labels.length.toLocaleString('en'),
    tsneKl: run.manifest.stages.map.results[`${first.name}.kl`] ?? null,
    ...(await measureMap({
      latents: mapped.vectors,
      dimensions,
      latentNeighbours,
      positions: first.positions,
      labels: mapped.labels,
      device: run.device,
    })),
  };
}

type Values = Readonly<Record<MetricKey, number | null> & { k: number; points: string }>;

/** The values with what is needed to read them; a measure that is not defined here is left out. */
function describe(values: Values, testImages: number): Metrics {
  const table = definitions(values, testImages);
  const entries = Object.entries(table).flatMap(([key, definition]): [string, Metric][] => {
    const value = values[key as MetricKey];
    return value === null ? [] : [[key, { ...definition, value }]];
  });
  return Object.fromEntries(entries);
}

/** Every measure, in the order in which people read them. */
function definitions(
  { k, points }: Values,
  testImages: number,
): Record<MetricKey, Omit<Metric, 'value'>> {
  const vote = `Share of the ${points} images of the map whose ${k} nearest others (Euclidean) agree with their label by majority; ties go to the smaller label.`;
  const silhouette = `Mean over the ${points} images of the map of (b − a) / max(a, b): a is the mean Euclidean distance to the own class, b to the nearest other class.`;
  return {
    testMse: {
      title: 'Test MSE',
      unit: '1',
      range: [0, 1],
      better: 'lower',
      definition: `Mean squared error of the reconstruction over all pixels in [0, 1] of ${testImages.toLocaleString('en')} test images.`,
      source: 'The loss that training lowers.',
    },
    tsneKl: {
      title: 'KL divergence of the map',
      unit: 'nats',
      range: [0, null],
      better: 'lower',
      definition:
        'KL(P ‖ Q) between the neighbour affinities of the latents and of the map, without exaggeration.',
      source: 'van der Maaten & Hinton 2008, Visualizing Data using t-SNE.',
    },
    latentKnnAccuracy: {
      title: `${k}-NN accuracy, latents`,
      unit: '1',
      range: [0, 1],
      better: 'higher',
      definition: `In latent space. ${vote}`,
      source: 'Cover & Hart 1967, Nearest Neighbor Pattern Classification; leave-one-out.',
    },
    mapKnnAccuracy: {
      title: `${k}-NN accuracy, map`,
      unit: '1',
      range: [0, 1],
      better: 'higher',
      definition: `On the map. ${vote}`,
      source: 'Cover & Hart 1967, Nearest Neighbor Pattern Classification; leave-one-out.',
    },
    latentSilhouette: {
      title: 'Silhouette, latents',
      unit: '1',
      range: [-1, 1],
      better: 'higher',
      definition: `In latent space. ${silhouette}`,
      source: 'Rousseeuw 1987, Silhouettes.',
    },
    mapSilhouette: {
      title: 'Silhouette, map',
      unit: '1',
      range: [-1, 1],
      better: 'higher',
      definition: `On the map. ${silhouette}`,
      source: 'Rousseeuw 1987, Silhouettes.',
    },
    mapTrustworthiness: {
      title: `Trustworthiness of the map (k = ${k})`,
      unit: '1',
      range: [0, 1],
      better: 'higher',
      definition: `1 less a penalty for points among the ${k} nearest on the map that are not among the ${k} nearest in latent space, by how far down they rank there.`,
      source: 'Venna & Kaski 2001, Neighborhood Preservation in Nonlinear Projection Methods.',
    },
  };
}

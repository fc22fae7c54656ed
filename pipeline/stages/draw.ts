/** The figures, each as SVG and PNG. */
import { FIGURES, FILES, type History, type Metrics } from '../contract.ts';
import { featureMapsFigure } from '../figures/featureMaps.ts';
import { lossFigure } from '../figures/loss.ts';
import { distortionFigure } from '../figures/distortion.ts';
import { mapFigure } from '../figures/map.ts';
import { mapsFigure } from '../figures/maps.ts';
import { measuresFigure } from '../figures/measures.ts';
import { rasterise } from '../figures/raster.ts';
import { firstOfEachClass, reconstructionsFigure } from '../figures/reconstructions.ts';
import { SAMPLE_GRID, samplesFigure } from '../figures/samples.ts';
import { latentTraversal } from '../figures/traversal.ts';
import { MOST_WORST, worstFigure } from '../figures/worst.ts';
import { imageCount, pickImages } from '../images.ts';
import { normalNumbers, seededRandom } from '../random.ts';
import { worstImages } from '../measures/reconstruction/anomalies.ts';
import {
  asksForSeveral,
  plannedMaps,
  recordedMaps,
  type MapsSettings,
} from '../projections/maps.ts';
import { pickRows } from '../tsne/algebra/vectors.ts';
import { openCodec } from './encode.ts';
import { readErrors, readLatents, readMaps, readPlaced } from './latents.ts';
import type { Run, Stage } from './stage.ts';

export interface Drawn {
  /** Whether there is a history to draw. */
  readonly trained: boolean;
  /** Whether latents are standard normal on the whole, so that there are samples to draw. */
  readonly variational: boolean;
}

export function drawStage(
  settings: MapsSettings & { readonly seed: number },
  { trained, variational }: Drawn,
): Stage {
  const several = asksForSeveral(settings);
  const left: string[] = [
    ...(trained ? [] : [FIGURES.loss]),
    ...(several ? [] : [FIGURES.maps]),
    ...(variational ? [] : [FIGURES.samples, FIGURES.traversal]),
  ];
  const figures = Object.values(FIGURES)
    .filter((name) => !left.includes(name))
    .flatMap(filesOf);
  return {
    name: 'draw',
    title: 'Draw',
    reads: [
      FILES.encoder,
      FILES.decoder,
      FILES.latents,
      FILES.labels,
      FILES.errors,
      FILES.map,
      FILES.placed,
      FILES.metrics,
      ...(trained ? [FILES.history] : []),
    ],
    writes: figures,
    settings: { ...recordedMaps(settings), ...(variational && { seed: settings.seed }) },
    run: async (run, write) => {
      const history = trained ? await run.folder.readJson<History>(FILES.history) : null;
      const drawings = [
        ...(await drawMaps(run, settings)),
        ...(await drawExamples(run)),
        [FIGURES.worst, await drawWorst(run)],
        [FIGURES.measures, await drawMeasures(run)],
        ...(history
          ? [[FIGURES.loss, lossFigure({ dataset: run.dataset, history })] as const]
          : []),
        ...(variational ? await drawLatents(run, settings.seed) : []),
      ] as const;
      for (const [i, [name, svg]] of drawings.entries()) {
        run.report.progress(i, drawings.length, 'figures');
        write(`${name}.svg`, svg);
        write(`${name}.png`, rasterise(svg));
      }
      // Those of a run with other settings.
      for (const name of left.flatMap(filesOf)) run.folder.remove(name);
      return {};
    },
  };
}

function filesOf(figure: string): string[] {
  return [`${figure}.svg`, `${figure}.png`];
}

/** The first map by class, all of them where there are several, and all by distortion. */
async function drawMaps(run: Run, settings: MapsSettings): Promise<(readonly [string, string])[]> {
  const { dataset } = run;
  const latents = await readLatents(run);
  const { labels } = latents.mapped;
  const planned = plannedMaps(settings, labels.length);
  const names = planned.map(({ name }) => name);
  const stored = await readMaps(run.folder, names);
  const maps = planned.map(({ title, settings }, m) => ({ title, settings, ...stored[m] }));
  const [first] = maps;
  const [{ positions }] = await readPlaced(run.folder, names);
  const placed = { positions, labels: latents.placed.labels };
  return [
    [FIGURES.map, mapFigure({ dataset, map: first, positions: first.positions, labels, placed })],
    ...(asksForSeveral(settings)
      ? [[FIGURES.maps, mapsFigure({ dataset, maps, labels })] as const]
      : []),
    [FIGURES.distortion, distortionFigure({ dataset, maps })],
  ];
}

/** The two figures of single images: test images, which the models have not been trained on. */
async function drawExamples(run: Run): Promise<(readonly [string, string])[]> {
  const { dataset } = run;
  const indices = firstOfEachClass(dataset.test.labels, dataset.classNames.length);
  const images = pickImages(dataset.test, indices);
  const codec = await openCodec(run);
  const latents = await codec.encode(images);
  const reconstructions = await codec.decode(latents, images.shape);
  await codec.close();
  const latentShape = latents.shape;
  const first = latents.data.subarray(0, latents.data.length / indices.length);
  return [
    [
      FIGURES.featureMaps,
      featureMapsFigure({ dataset, images, index: 0, latentShape, latent: first }),
    ],
    [
      FIGURES.reconstructions,
      reconstructionsFigure({
        dataset,
        images,
        indices: indices.map((_, i) => i),
        latentShape,
        latents: latents.data,
        reconstructions,
      }),
    ],
  ];
}

/** The test images with the largest errors. */
async function drawWorst(run: Run): Promise<string> {
  const { test } = run.dataset;
  const { placed, dimensions, latentShape: shape } = await readLatents(run);
  const errors = (await readErrors(run.folder)).subarray(-placed.labels.length);
  const worst = worstImages(errors, MOST_WORST);
  const codec = await openCodec(run);
  const data = pickRows(placed.vectors, dimensions, worst);
  const reconstructions = await codec.decode({ shape, data }, test.shape);
  await codec.close();
  return worstFigure({
    dataset: run.dataset,
    images: pickImages(test, worst),
    reconstructions,
    errors: worst.map((n) => errors[n]),
    among: imageCount(test),
  });
}

/** What the decoder makes of draws from the standard normal, and of one number moved at a time. */
async function drawLatents(run: Run, seed: number): Promise<(readonly [string, string])[]> {
  const { dataset } = run;
  const { shape } = dataset.test;
  const { placed, dimensions, latentShape } = await readLatents(run);
  const normal = normalNumbers(seededRandom(seed, 'samples'));
  const count = SAMPLE_GRID.rows * SAMPLE_GRID.columns;
  const draws = Float32Array.from({ length: count * dimensions }, normal);
  const traversal = latentTraversal(placed.vectors, dimensions);
  const codec = await openCodec(run);
  const samples = await codec.decode({ shape: latentShape, data: draws }, shape);
  const moved = await codec.decode({ shape: latentShape, data: traversal.latents }, shape);
  await codec.close();
  return [
    [FIGURES.samples, samplesFigure({ dataset, shape, images: samples, dimensions })],
    [FIGURES.traversal, traversal.draw(dataset, shape, moved)],
  ];
}

async function drawMeasures({ folder, dataset }: Run): Promise<string> {
  const metrics = await folder.readJson<Metrics>(FILES.metrics);
  return measuresFigure({ dataset, metrics });
}

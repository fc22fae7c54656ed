/** The figures, each as SVG and PNG. */
import { FIGURES, FILES, type History, type Metrics } from '../contract.ts';
import { featureMapsFigure } from '../figures/featureMaps.ts';
import { lossFigure } from '../figures/loss.ts';
import { mapFigure } from '../figures/map.ts';
import { measuresFigure } from '../figures/measures.ts';
import { rasterise } from '../figures/raster.ts';
import { firstOfEachClass, reconstructionsFigure } from '../figures/reconstructions.ts';
import { MOST_WORST, worstFigure } from '../figures/worst.ts';
import { imageCount, imageSize, pickImages } from '../images.ts';
import { worstImages } from '../measures/reconstruction/anomalies.ts';
import { imageErrors } from '../measures/reconstruction/imageMeasures.ts';
import type { AnalysisSettings } from '../settings.ts';
import { openCodec } from './encode.ts';
import { readLatents, readMap } from './latents.ts';
import { projection } from './projection.ts';
import type { Run, Stage } from './stage.ts';

/** @param trained whether there is a history to draw */
export function drawStage(settings: AnalysisSettings, trained: boolean): Stage {
  const figures = Object.entries(FIGURES)
    .filter(([figure]) => trained || figure !== 'loss')
    .flatMap(([, name]) => [`${name}.svg`, `${name}.png`]);
  return {
    name: 'draw',
    title: 'Draw',
    reads: [
      FILES.encoder,
      FILES.decoder,
      FILES.map,
      FILES.metrics,
      ...(trained ? [FILES.history] : []),
    ],
    writes: figures,
    settings: { perplexity: settings.perplexity },
    run: async (run, write) => {
      const history = trained ? await run.folder.readJson<History>(FILES.history) : null;
      const drawings = [
        [FIGURES.map, await drawMap(run, settings)],
        ...(await drawExamples(run)),
        [FIGURES.worst, await drawWorst(run)],
        [FIGURES.measures, await drawMeasures(run)],
        ...(history
          ? [[FIGURES.loss, lossFigure({ dataset: run.dataset, history })] as const]
          : []),
      ] as const;
      for (const [i, [name, svg]] of drawings.entries()) {
        run.report.progress(i, drawings.length, 'figures');
        write(`${name}.svg`, svg);
        write(`${name}.png`, rasterise(svg));
      }
      return {};
    },
  };
}

async function drawMap({ folder, dataset }: Run, settings: AnalysisSettings): Promise<string> {
  const { labels } = await readLatents(folder);
  return mapFigure({
    dataset,
    projection: projection(settings),
    positions: await readMap(folder),
    labels,
  });
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
  const codec = await openCodec(run);
  const made = await codec.reconstruct(test);
  await codec.close();
  const errors = imageErrors(test, made);
  const worst = worstImages(errors, MOST_WORST);
  const size = imageSize(test.shape);
  const reconstructions = new Float32Array(worst.length * size);
  for (const [to, from] of worst.entries()) {
    reconstructions.set(made.subarray(from * size, (from + 1) * size), to * size);
  }
  return worstFigure({
    dataset: run.dataset,
    images: pickImages(test, worst),
    reconstructions,
    errors: worst.map((n) => errors[n]),
    among: imageCount(test),
  });
}

async function drawMeasures({ folder, dataset }: Run): Promise<string> {
  const metrics = await folder.readJson<Metrics>(FILES.metrics);
  return measuresFigure({ dataset, metrics });
}

/** Everything → `viewer.html`. */
import { FILES, type History, type Metrics } from '../contract.ts';
import { processor } from '../engine/devices/device.ts';
import { classColours } from '../figures/palette.ts';
import type { Manifest } from '../files/manifest.ts';
import { firstImages } from '../images.ts';
import { buildPage, type MapPoints } from '../page/page.ts';
import { plannedMaps } from '../projections/maps.ts';
import type { AnalysisSettings } from '../settings.ts';
import { openCodec, shownImages } from './encode.ts';
import { readLatents, readMaps, readPlaced } from './latents.ts';
import type { Run, Stage } from './stage.ts';

/**
 * @param recorded the settings that the page tells of
 * @param trained whether there is a history to show
 */
export function pageStage(
  settings: AnalysisSettings,
  recorded: Manifest['settings'],
  trained: boolean,
): Stage {
  return {
    name: 'page',
    title: 'Page',
    reads: [
      FILES.encoder,
      FILES.decoder,
      FILES.map,
      FILES.placed,
      FILES.metrics,
      ...(trained ? [FILES.history] : []),
    ],
    writes: [FILES.viewer],
    settings: { ...recorded, processor: processor() },
    run: async (run, write) => {
      const { folder, dataset } = run;
      const codec = await openCodec(run);
      const { latentShape, mapped } = await readLatents(run);
      const placedFrom = mapped.labels.length;
      const maps = plannedMaps(settings, placedFrom);
      const points = await mapPoints(
        run,
        maps.map(({ name }) => name),
      );
      const page = await buildPage({
        data: {
          dataset: {
            title: dataset.title,
            source: dataset.source,
            classNames: dataset.classNames,
            classColours: classColours(dataset.classNames.length),
            leftOut: dataset.leftOut ?? null,
          },
          latentShape,
          encoder: codec.encoder.tensors,
          decoder: codec.decoder.tensors,
          maps: maps.map(({ name, title, settings }) => ({ name, title, settings })),
          placedFrom,
          metrics: await folder.readJson<Metrics>(FILES.metrics),
          history: trained ? await folder.readJson<History>(FILES.history) : null,
          provenance: provenance(run),
        },
        images: firstImages(shownImages(dataset, settings.mapSize), points[0].distortion.length),
        maps: points,
        encoder: await folder.read(FILES.encoder),
        decoder: await folder.read(FILES.decoder),
      });
      await codec.close();
      write(FILES.viewer, page);
      return {};
    },
  };
}

/** The points of each map: those it was made of, and those placed on it. */
async function mapPoints({ folder }: Run, names: readonly string[]): Promise<MapPoints[]> {
  const maps = await readMaps(folder, names);
  const placed = await readPlaced(folder, names);
  return maps.map(({ positions, distortion }, m) => {
    if (placed.length === 0) return { positions, distortion, uncertainty: new Float32Array(0) };
    return {
      positions: concat(positions, placed[m].positions),
      distortion: concat(distortion, placed[m].distortion),
      uncertainty: placed[m].uncertainty,
    };
  });
}

function concat(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Where all this comes from, as rows of label and value. */
function provenance({ manifest }: Run): [string, string][] {
  const { dataset, settings, versions, device } = manifest;
  return [
    ['Training images', dataset.trainImages.toLocaleString('en')],
    ['Test images', dataset.testImages.toLocaleString('en')],
    ['SHA-256 of the images', dataset.fingerprint],
    ...Object.entries(settings).map(([name, value]): [string, string] => [
      SETTING_TITLES[name] ?? name,
      value === null ? 'all' : String(value),
    ]),
    ['Computed on', device],
    ...Object.entries(versions),
  ];
}

const SETTING_TITLES: Readonly<Record<string, string>> = {
  dataset: 'Dataset',
  limit: 'Limit of images',
  leaveOut: 'Class left out of training',
  seed: 'Seed',
  epochs: 'Epochs',
  batchSize: 'Batch size',
  learningRate: 'Learning rate',
  engine: 'Engine',
  projection: 'Maps',
  perplexity: 'Perplexity of t-SNE',
  mapSize: 'Training images on the maps at most',
  encoder: 'SHA-256 of the encoder',
  decoder: 'SHA-256 of the decoder',
};

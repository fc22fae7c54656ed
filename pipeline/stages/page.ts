/** Everything → `viewer.html`. */
import { FILES, type History, type Metrics } from '../contract.ts';
import { processor } from '../engine/devices/device.ts';
import { classColours } from '../figures/palette.ts';
import type { Manifest } from '../files/manifest.ts';
import { buildPage } from '../page/page.ts';
import type { AnalysisSettings } from '../settings.ts';
import { mappedImages, openCodec } from './encode.ts';
import { readLatents, readMap } from './latents.ts';
import { projection } from './projection.ts';
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
      FILES.metrics,
      ...(trained ? [FILES.history] : []),
    ],
    writes: [FILES.viewer],
    settings: { ...recorded, processor: processor() },
    run: async (run, write) => {
      const { folder, dataset } = run;
      const codec = await openCodec(run);
      const { latentShape } = await readLatents(folder);
      const page = await buildPage({
        data: {
          dataset: {
            title: dataset.title,
            source: dataset.source,
            classNames: dataset.classNames,
            classColours: classColours(dataset.classNames.length),
          },
          latentShape,
          encoder: codec.encoder.tensors,
          decoder: codec.decoder.tensors,
          projection: projection(settings),
          metrics: await folder.readJson<Metrics>(FILES.metrics),
          history: trained ? await folder.readJson<History>(FILES.history) : null,
          provenance: provenance(run),
        },
        images: mappedImages(dataset, settings.mapSize),
        map: await readMap(folder),
        encoder: await folder.read(FILES.encoder),
        decoder: await folder.read(FILES.decoder),
      });
      await codec.close();
      write(FILES.viewer, page);
      return {};
    },
  };
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
  perplexity: 'Perplexity',
  mapSize: 'Images on the map at most',
  encoder: 'SHA-256 of the encoder',
  decoder: 'SHA-256 of the decoder',
};

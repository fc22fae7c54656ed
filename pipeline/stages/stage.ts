/**
 * A run is a list of stages, each from files to files. A stage is skipped where everything that its
 * result depends on is as it was and its files are still there, unharmed.
 */
import { FORMAT_VERSION } from '../contract.ts';
import type { Dataset } from '../images.ts';
import { VERSION, writeManifest, type Manifest } from '../files/manifest.ts';
import type { Report } from '../report.ts';
import { sha256, type RunFolder } from '../files/runFolder.ts';

export interface Stage {
  readonly name: string;
  /** For people: `Train`. */
  readonly title: string;
  /** Files of the run that it reads. */
  readonly reads: readonly string[];
  /** Files of the run that it writes, all of them. */
  readonly writes: readonly string[];
  /** Settings that its result depends on, and nothing else. */
  readonly settings: Readonly<Record<string, string | number | null>>;
  /** Refuses images that it cannot work on, before any stage begins. */
  readonly check?: (dataset: Dataset) => void;
  /** Makes the files; the numbers it returns are kept in the manifest. */
  readonly run: (run: Run) => Promise<StageResults>;
}

export type StageResults = Readonly<Record<string, number>>;

/** What the stages of a run share. */
export interface Run {
  readonly folder: RunFolder;
  readonly dataset: Dataset;
  readonly manifest: Manifest;
  readonly report: Report;
}

/** Runs what is missing or changed, in order; returns the names of the stages that ran. */
export async function runStages(
  run: Run,
  stages: readonly Stage[],
  force: boolean,
): Promise<string[]> {
  const ran: string[] = [];
  for (const stage of stages) stage.check?.(run.dataset);
  for (const stage of stages) {
    const key = await stageKey(run, stage);
    if (!force && (await isDone(run, stage, key))) continue;
    await runStage(run, stage, key);
    ran.push(stage.name);
  }
  return ran;
}

async function runStage(run: Run, stage: Stage, key: string): Promise<void> {
  const { report, manifest, folder } = run;
  const start = performance.now();
  report.stage(stage.title);
  const results = await stage.run(run);
  const seconds = (performance.now() - start) / 1000;
  const files: Record<string, string> = {};
  for (const name of stage.writes) files[name] = (await folder.digest(name)) ?? '';
  manifest.stages[stage.name] = { key, files, results };
  manifest.timings[stage.name] = { seconds, finished: new Date().toISOString() };
  writeManifest(folder, manifest);
  report.finished(stage.title, seconds);
}

async function stageKey({ folder, manifest }: Run, stage: Stage): Promise<string> {
  const inputs = await Promise.all(stage.reads.map((name) => folder.digest(name)));
  const { fingerprint } = manifest.dataset;
  return sha256(
    JSON.stringify([FORMAT_VERSION, VERSION, stage.name, stage.settings, fingerprint, inputs]),
  );
}

async function isDone({ folder, manifest }: Run, stage: Stage, key: string): Promise<boolean> {
  if (!(stage.name in manifest.stages)) return false;
  const record = manifest.stages[stage.name];
  if (record.key !== key) return false;
  for (const name of stage.writes) {
    if ((await folder.digest(name)) !== record.files[name]) return false;
  }
  return true;
}

/**
 * A run is a list of stages, each from files to files. A stage is skipped where everything that its
 * result depends on is as it was and its files are still there, unharmed.
 */
import { FORMAT_VERSION } from '../contract.ts';
import type { Device } from '../engine/devices/device.ts';
import type { Dataset } from '../images.ts';
import { writeManifest, type Manifest, type StageRecord } from '../files/manifest.ts';
import { Interrupted, type Interruption } from '../interruption.ts';
import type { Report } from '../report.ts';
import { sha256, type RunFolder } from '../files/runFolder.ts';
import { StageOutput, type Write } from './output.ts';

export interface Stage {
  readonly name: string;
  /** For people: `Train`. */
  readonly title: string;
  /** Files of the run that it reads. */
  readonly reads: readonly string[];
  /** Files of the run that it writes, all of them. */
  readonly writes: readonly string[];
  /** Settings that its result depends on, and nothing else. */
  readonly settings: Manifest['settings'];
  /** Refuses images that it cannot work on, before any stage begins. */
  readonly check?: (dataset: Dataset) => void;
  /**
   * Makes the files with `write`, some perhaps several times; the numbers it returns are kept in the
   * manifest.
   */
  readonly run: (run: Run, write: Write, clock: Clock) => Promise<StageResults>;
}

/** Takes down how fast something was found to be, in images a second. */
export type Clock = (name: string, imagesPerSecond: number) => void;

export type StageResults = Readonly<Record<string, number>>;

/** What the stages of a run share. */
export interface Run {
  readonly folder: RunFolder;
  readonly dataset: Dataset;
  /** What models run on. */
  readonly device: Device;
  readonly manifest: Manifest;
  readonly report: Report;
  readonly interruption: Interruption;
}

/**
 * Runs what is missing or changed, in order; returns the names of the stages that ran.
 *
 * @throws Interrupted between two stages, or where a stage holds the interruption and ends by it
 */
export async function runStages(
  run: Run,
  stages: readonly Stage[],
  force: boolean,
): Promise<string[]> {
  for (const stage of stages) stage.check?.(run.dataset);
  forgetOthers(run, stages);
  const ran: string[] = [];
  for (const [index, stage] of stages.entries()) {
    const key = await stageKey(run, stage);
    if (!force && (await isDone(run, stage, key))) continue;
    await runStage(run, stages.slice(index), key);
    ran.push(stage.name);
    if (run.interruption.requested) throw new Interrupted();
  }
  return ran;
}

/** Stages that an earlier run had and this one has not are no part of it, nor are their files. */
function forgetOthers({ manifest, folder }: Run, stages: readonly Stage[]): void {
  const planned = new Set(stages.map(({ name }) => name));
  const written = new Set(stages.flatMap(({ writes }) => writes));
  const others = Object.entries(manifest.stages).filter(([name]) => !planned.has(name));
  if (others.length === 0) return;
  for (const [name, { files }] of others) {
    for (const file of Object.keys(files)) if (!written.has(file)) folder.remove(file);
    Reflect.deleteProperty(manifest.stages, name);
    Reflect.deleteProperty(manifest.timings, name);
  }
  // Now, since no stage may be left to run that would.
  writeManifest(folder, manifest);
}

/** Runs the first of the stages that are left. */
async function runStage(run: Run, [stage, ...later]: readonly Stage[], key: string): Promise<void> {
  const { report, manifest, folder } = run;
  const start = performance.now();
  report.stage(stage.title);
  const before = stage.name in manifest.stages ? manifest.stages[stage.name].files : {};
  const speeds: Record<string, number> = {};
  const { files, results } = await produce(run, stage, (name, imagesPerSecond) => {
    speeds[name] = imagesPerSecond;
  });
  const seconds = (performance.now() - start) / 1000;
  manifest.stages[stage.name] = { key, files, results };
  manifest.timings[stage.name] = {
    seconds,
    finished: new Date().toISOString(),
    ...(Object.keys(speeds).length > 0 && { speeds }),
  };
  if (JSON.stringify(files) !== JSON.stringify(before)) {
    // What later stages made belongs to other files, and does not count as part of the run now.
    for (const { name } of later) Reflect.deleteProperty(manifest.stages, name);
  }
  writeManifest(folder, manifest);
  report.finished(stage.title, seconds);
}

/** The SHA-256 of each file that a stage writes, and its results. */
async function produce(run: Run, stage: Stage, clock: Clock): Promise<Omit<StageRecord, 'key'>> {
  const { folder, manifest } = run;
  const output = new StageOutput(folder, () => {
    // The manifest comes first: should the run be cut short now, it tells whose folder this is,
    // and no longer calls the stage done.
    writeManifest(folder, without(stage, manifest));
  });
  try {
    const results = await stage.run(run, output.write, clock);
    return { files: output.files(), results };
  } finally {
    output.close();
  }
}

/** The manifest, not knowing of a stage. */
function without({ name }: Stage, manifest: Manifest): Manifest {
  const others = Object.entries(manifest.stages).filter(([each]) => each !== name);
  return { ...manifest, stages: Object.fromEntries(others) };
}

/** SHA-256 over everything that a stage's result depends on. */
async function stageKey({ folder, manifest, device }: Run, stage: Stage): Promise<string> {
  const inputs = await Promise.all(stage.reads.map((name) => folder.digest(name)));
  const { dataset, versions } = manifest;
  const surroundings = [FORMAT_VERSION, versions, device.name];
  return sha256(JSON.stringify([...surroundings, stage.name, stage.settings, dataset, inputs]));
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

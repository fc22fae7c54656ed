/** `npm run portability`: a run's models in every runtime that is here, held against Node. */
import { existsSync } from 'node:fs';
import { stderr, stdout } from 'node:process';
import * as ort from 'onnxruntime-node';
import { runCommand } from './command.ts';
import { FILES } from './contract.ts';
import { Failure, InputError } from './errors.ts';
import type { RunFolder } from './files/runFolder.ts';
import { openRun } from './files/wholeRun.ts';
import { absentLines, installOf, reasonOf, type Absent } from './portability/absent.ts';
import { ask } from './portability/ask.ts';
import { imagesFor } from './portability/images.ts';
import { fileOf, modelsOf } from './portability/models.ts';
import type { Reference } from './portability/reference.ts';
import { failures, verdictInWords, verdictTable } from './portability/table.ts';
import { allowedInWords } from './portability/tolerance.ts';
import { referenceVerdict, verdictOn, type Verdict } from './portability/verdict.ts';
import { portabilitySettings, type PortabilitySettings } from './settings/portability.ts';

const NODE = { name: 'onnxruntime-node', title: 'ONNX Runtime in Node' };

await runCommand(async (argv) => {
  const settings = portabilitySettings(argv);
  const { folder, manifest } = await openRun(settings.path, [FILES.encoder, FILES.decoder]);
  checkVariant(folder, settings);
  const { images, title } = await imagesFor(manifest, settings.images);
  const models = await modelsOf(folder, images, settings.variant);
  const tried = { settings, title, models, ...(await tryAll(settings, models)) };
  if (settings.json) sayJson(tried);
  else say(tried);
  judge(tried);
});

interface Tried {
  readonly settings: PortabilitySettings;
  /** Of the images. */
  readonly title: string;
  readonly models: readonly Reference[];
  /** Without Node's own. */
  readonly verdicts: readonly Verdict[];
  readonly absent: readonly Absent[];
}

/** @throws InputError where the run has no such variant */
function checkVariant(folder: RunFolder, { path, variant }: PortabilitySettings): void {
  if (variant === null) return;
  const files = (['encoder', 'decoder'] as const).map((model) => fileOf(model, variant));
  const missing = files.filter((name) => !existsSync(folder.file(name)));
  if (missing.length === 0) return;
  throw new InputError(
    `${path} has no ${variant} models: ${missing.join(', ')} is not there; run its command again with --export ${variant}.`,
  );
}

async function tryAll(
  { runtimes, timeLimit }: PortabilitySettings,
  models: readonly Reference[],
): Promise<Pick<Tried, 'verdicts' | 'absent'>> {
  const verdicts: Verdict[] = [];
  const absent: Absent[] = [];
  for (const [i, runtime] of runtimes.entries()) {
    stderr.write(`${runtime.title} (${i + 1} of ${runtimes.length}) …`);
    const start = performance.now();
    const report = await ask(runtime, models, timeLimit);
    const isAbsent = 'missing' in report;
    stderr.write(` ${isAbsent ? 'not here' : seconds(performance.now() - start)}\n`);
    if (isAbsent) absent.push({ runtime, lack: report });
    else verdicts.push(verdictOn(runtime, report, models));
  }
  return { verdicts, absent };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function ownVerdict(models: readonly Reference[]): Verdict {
  return referenceVerdict(NODE, ort.env.versions.node ?? '', models);
}

function say({ settings, title, models, verdicts, absent }: Tried): void {
  const { variant, named, runtimes } = settings;
  const notes = runtimes
    .filter(({ name }) => verdicts.some(({ runtime }) => runtime.name === name))
    .flatMap(({ note }) => (note === null ? [] : [note]));
  const subject = variant === null ? 'The models' : `The ${variant} models`;
  const lines = [
    `${subject} on ${title}. The decoder is run on the encoder's latents.`,
    '',
    ...verdictTable([ownVerdict(models), ...verdicts]),
    '',
    'Difference: the largest |a − b| of all float32 numbers that the models give here (b) and in Node (a).',
    allowedInWords(
      variant,
      models.map(({ allowed }) => allowed),
    ),
    'Times in ms are those of all images, after one batch to warm up.',
    ...notes,
    // Those that were named are missed in the end.
    ...(named ? [] : absentLines(absent)),
    verdictInWords(verdicts),
  ];
  stdout.write(`${lines.join('\n')}\n`);
}

function sayJson({ settings, title, models, verdicts, absent }: Tried): void {
  const objects = [
    { event: 'images', title, variant: settings.variant },
    ...[ownVerdict(models), ...verdicts].map(({ runtime: { name, title }, version, models }) => {
      return { event: 'runtime', name, title, version, models };
    }),
    ...absent.map(({ runtime, lack }) => {
      const { name, title } = runtime;
      const install = installOf([{ runtime, lack }]);
      return { event: 'absent', name, title, reason: reasonOf(lack), install };
    }),
  ];
  stdout.write(objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
}

/**
 * @throws Failure where a runtime does not give what Node gives, InputError where one does not load, or one
 * that was named is absent
 */
function judge({ settings, verdicts, absent }: Tried): void {
  const missed = settings.named ? absentLines(absent) : [];
  const loads = ({ version }: Verdict) => version !== null;
  if (failures(verdicts.filter(loads)).length > 0) {
    const line = 'Not every runtime gives what Node gives:';
    throw new Failure([line, ...failures(verdicts), ...missed].join('\n'));
  }
  const unloaded = verdicts.filter((verdict) => !loads(verdict));
  if (unloaded.length > 0) {
    const line = 'Not every runtime loads; mend it, or name the others with --runtime:';
    throw new InputError([line, ...failures(unloaded), ...missed].join('\n'));
  }
  if (missed.length > 0) throw new InputError(missed.join('\n'));
}

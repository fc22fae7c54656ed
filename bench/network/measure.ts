/** How fast the network is trained and run, beside PyTorch, and where the time of a step goes. */
import type { Device } from '../../pipeline/engine/devices/device.ts';
import { firstImages, imageCount, type ImageSet } from '../../pipeline/images.ts';
import { datasetAtHand } from '../atHand.ts';
import { compare, type Result } from '../rounds.ts';
import { PyTorch } from './pytorch.ts';
import { stepCost, type StepCost } from './stepCost.ts';
import { TRAINING_BATCH, turnOf, type NetworkTask } from './tasks.ts';
import { contestText, stepCostText, taskText } from './text.ts';

export interface NetworkSettings {
  /** What is measured, each once, at least one. */
  readonly tasks: readonly NetworkTask[];
  /** Turns that each contestant takes. */
  readonly rounds: number;
  /** Training steps a turn, and in the profile. */
  readonly steps: number;
  /** Folder where MNIST is looked for; null: the cache. */
  readonly dataDir: string | null;
}

/** Who took turns on what. */
export interface NetworkContest {
  /** Where the images came from, and how many there are. */
  readonly images: { readonly source: string; readonly count: number };
  /** PyTorch's version and what it runs on, or why it takes no part. */
  readonly peer: string;
  /** Turns that each took, and training steps a turn. */
  readonly rounds: number;
  readonly steps: number;
}

export interface NetworkResults extends NetworkContest {
  /** Caelum first, then the peer where there is one. */
  readonly tasks: Readonly<Partial<Record<NetworkTask, readonly Result[]>>>;
  /** Null where training on the CPU was not measured. */
  readonly stepCost: StepCost | null;
}

/** Images encoded or decoded a turn, and trained on. */
const IMAGES = 10_000;

/** @param write takes results for people as they come */
export async function measureNetwork(
  settings: NetworkSettings,
  device: Device,
  write: (text: string) => void,
): Promise<NetworkResults> {
  // Which digits they are does not matter to speed.
  const { train, source } = await datasetAtHand('mnist', settings.dataDir);
  const images = firstImages(train, IMAGES);
  const found = await PyTorch.start(images, device.name === 'cuda' ? 'cuda' : 'cpu');
  const peer = found instanceof PyTorch ? found : null;
  const contest: NetworkContest = {
    images: { source, count: imageCount(images) },
    peer: found instanceof PyTorch ? found.title : `none, since ${found}`,
    rounds: settings.rounds,
    steps: settings.steps,
  };
  write(contestText(contest));

  const tasks: Partial<Record<NetworkTask, Result[]>> = {};
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
  return { ...contest, tasks, stepCost: cost };
}

async function measure(
  task: NetworkTask,
  images: ImageSet,
  device: Device,
  peer: PyTorch | null,
  { steps, rounds }: NetworkSettings,
): Promise<Result[]> {
  const ours = {
    title: `Caelum, ${device.title}`,
    turn: await turnOf(task, images, steps, device),
  };
  const theirs = peer && { title: peer.title, turn: () => peer.turn(task, steps) };
  return compare(theirs ? [ours, theirs] : [ours], rounds);
}

/** What a training step costs on this CPU: where its time goes, and its floor beside it. */
import { median, range, rollups, sum } from 'd3-array';
import { Tensor } from 'onnxruntime-node';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import {
  initialState,
  layoutOf,
  STATE_KEYS,
  STATE_NAMES,
  stateShapes,
} from '../../exporter/state.ts';
import { TENSORS } from '../../exporter/tensorNames.ts';
import { trainingStepGraph } from '../../exporter/trainingGraphs.ts';
import { processorBlocks } from '../../pipeline/engine/devices/processorBlocks.ts';
import { imageDimensions, toFloats, type ImageSet } from '../../pipeline/images.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { measureFloor, type Floor } from './floor.ts';
import { profile, type Kernel } from './profile.ts';
import { STEP } from './tasks.ts';

export interface Share {
  /** Of an operator, or of a node. */
  readonly name: string;
  readonly milliseconds: number;
  /** Of all nodes' time. */
  readonly percent: number;
}

export interface StepCost {
  readonly batch: number;
  /** Of a whole step under the profiler, with all that disturbed it: median. */
  readonly milliseconds: number;
  /** Of all its nodes, each at its median: what little disturbs at a time is not in it. */
  readonly nodeMilliseconds: number;
  /** Where the time of the nodes goes, the longest first. */
  readonly operators: readonly Share[];
  readonly nodes: readonly Share[];
  readonly floor: Floor;
}

/**
 * Profiles the step that trains on this CPU, and measures the machine's peak right after.
 *
 * @param images at least a batch of them
 */
export async function stepCost(images: ImageSet, batch: number, steps: number): Promise<StepCost> {
  const network = convolutionalAutoencoder(imageDimensions(images.shape));
  const dimensions = imageDimensions(images.shape);
  const graph = trainingStepGraph(network, dimensions, await processorBlocks());
  const layout = layoutOf(network);
  const state = initialState(layout, seededRandom(0, 'initial weights'));
  const shapes = stateShapes(layout);
  const feeds = {
    [TENSORS.image]: new Tensor('float32', toFloats(images, range(batch)), [batch, ...dimensions]),
    [TENSORS.learningRate]: new Tensor('float32', [STEP.learningRate], []),
    ...Object.fromEntries(
      STATE_KEYS.map((key) => [STATE_NAMES[key], new Tensor('float32', state[key], shapes[key])]),
    ),
  };
  const measured = await profile(graph, feeds, steps);
  return {
    batch,
    milliseconds: median(measured.runs)!,
    nodeMilliseconds: sum(measured.kernels, typical),
    operators: shares(measured.kernels, ({ operator }) => operator),
    nodes: shares(measured.kernels, ({ node }) => node),
    floor: await measureFloor(graph, batch),
  };
}

/** The time of all nodes, shared out by a name of theirs; the longest first. */
export function shares(kernels: readonly Kernel[], nameOf: (kernel: Kernel) => string): Share[] {
  const total = sum(kernels, typical);
  return rollups(kernels, (group) => sum(group, typical), nameOf)
    .map(([name, milliseconds]) => ({
      name,
      milliseconds,
      percent: (100 * milliseconds) / total,
    }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}

function typical({ milliseconds }: Kernel): number {
  return median(milliseconds)!;
}

/** A thread that helps with gradients: waits for a round, takes chunks of it, says that it is done. */
import { parentPort, workerData } from 'node:worker_threads';
import {
  bodyList,
  Control,
  workOnAttraction,
  workOnRepulsion,
  type GradientState,
} from './gradientState.ts';

const state = workerData as GradientState;
const { control } = state;
const list = bodyList(state);

parentPort!.postMessage('ready');
for (let round = 0; ;) {
  Atomics.wait(control, Control.round, round);
  round = Atomics.load(control, Control.round);
  if (round < 0) break;
  workOnAttraction(state);
  while (Atomics.load(control, Control.treeRound) !== round) {
    Atomics.wait(control, Control.treeRound, round - 1);
  }
  workOnRepulsion(state, list);
  Atomics.add(control, Control.finished, 1);
  Atomics.notify(control, Control.finished);
}

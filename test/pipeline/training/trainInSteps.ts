/** Trains in a process of its own, to be killed: a checkpoint after every step, and a line for it. */
import { stdout } from 'node:process';
import { train } from './training.ts';

const [path, ...argv] = process.argv.slice(2);
await train(path, argv, {
  interval: 0,
  afterStep: (steps) => {
    stdout.write(`${steps}\n`);
  },
});

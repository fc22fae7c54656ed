/**
 * Makes one map with Caelum, in a process of its own (caelum.ts starts it), so that the peak of memory
 * is that of this map alone. Writes the map (N × 2) as .npy, and an {@link Answer} as a line of JSON.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { peakMemory } from '../../pipeline/peakMemory.ts';
import { decodeNpy, encodeNpy } from '../../pipeline/files/npy.ts';
import type { TsneStage } from '../../pipeline/tsne/options.ts';
import { tsne } from '../../pipeline/tsne/tsne.ts';
import type { Answer } from './caelum.ts';
import type { MapTask } from './task.ts';

const { latents, map, perplexity, iterations } = JSON.parse(process.argv[2]) as MapTask;
const { shape, data } = decodeNpy(readFileSync(latents), latents);

const begun: { readonly stage: TsneStage; readonly at: number }[] = [];
const { positions, kl } = await tsne(data as Float32Array, shape[1], {
  perplexity,
  iterations,
  onStage: (stage) => begun.push({ stage, at: performance.now() }),
});
const end = performance.now();
const stages = begun.map(({ stage, at }, i) => [stage, ((begun[i + 1]?.at ?? end) - at) / 1000]);

writeFileSync(map, encodeNpy({ shape: [shape[0], 2], data: positions }));
const answer: Answer = {
  seconds: (end - begun[0].at) / 1000,
  kl,
  stages: Object.fromEntries(stages) as Answer['stages'],
  peakBytes: peakMemory(),
};
process.stdout.write(`${JSON.stringify(answer)}\n`);

/** ONNX Runtime's WebAssembly, as in a page, on one thread. */
import { readFile, writeFile } from 'node:fs/promises';
import { argv, stdout } from 'node:process';
import * as ort from 'onnxruntime-web/wasm';
import { decodeNpy, encodeNpy } from '../../files/npy.ts';
import { overBatches } from '../batches.ts';
import type { Answer, Job, ModelAnswer, ModelJob } from '../job.ts';

ort.env.wasm.numThreads = 1;
const { models } = JSON.parse(await readFile(argv[2], 'utf8')) as Job;
say({ version: ort.env.versions.web ?? 'of unknown version' });
for (const model of models) say(await answerOf(model));

async function answerOf({ name, path, input, outputs, batch }: ModelJob): Promise<ModelAnswer> {
  try {
    const session = await ort.InferenceSession.create(await readFile(path));
    const rows = decodeNpy(await readFile(input.file), input.file);
    const timed = await overBatches(session, ort.Tensor, rows, batch);
    for (const output of outputs) {
      await writeFile(output.file, encodeNpy(timed.outputs.get(output.name)!));
    }
    return { model: name, seconds: timed.seconds };
  } catch (error) {
    return { model: name, error: String(error).split('\n')[0] };
  }
}

function say(answer: Answer): void {
  stdout.write(`${JSON.stringify(answer)}\n`);
}

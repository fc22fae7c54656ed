/** Runs the models, and what is looked up with their latents, in a thread of its own: the page never stalls. */
import { openPair, runModel, type Pair } from './runtime.ts';
import { createSpace, type Space } from './space.ts';
import type {
  BatchOutputs,
  Gives,
  Probe,
  ProbeOutputs,
  Request,
  Response,
  Start,
  Task,
  Takes,
} from './protocol.ts';

/** Neighbours that a probe names. */
const NEIGHBOURS = 10;

let opened: { readonly pair: Pair; readonly space: Space | null } | undefined;

function ready(): NonNullable<typeof opened> {
  if (!opened) throw new Error('The models have not been loaded.');
  return opened;
}

const ANSWERS: { [T in Task]: (parameters: Takes<T>) => Gives<T> | Promise<Gives<T>> } = {
  start: async (start: Start) => {
    opened = { pair: await openPair(start), space: start.space && createSpace(start.space) };
    return null;
  },
  encode: ({ values }) => runBatch('encoder', values),
  decode: ({ values }) => runBatch('decoder', values),
  probe,
  nearest: ({ latent, k }) => {
    const { space } = ready();
    return space?.nearest(space.locate(latent), k) ?? null;
  },
  place: ({ latent, map }) => {
    const { space } = ready();
    return space?.place(space.locate(latent), map) ?? null;
  },
};

async function runBatch(which: keyof Pair, values: Float32Array): Promise<BatchOutputs> {
  const started = performance.now();
  const model = ready().pair[which];
  const [outputs] = await runModel(model, values, [model.file.tensors.output]);
  return { values: outputs, milliseconds: performance.now() - started };
}

async function probe({ image, map }: Probe): Promise<ProbeOutputs> {
  const { pair, space } = ready();
  const started = performance.now();
  const { output, firstBlock } = pair.encoder.file.tensors;
  const encoded = await runModel(
    pair.encoder,
    image,
    firstBlock ? [output, firstBlock.output] : [output],
  );
  const latent = encoded[0];
  const [reconstruction] = await runModel(pair.decoder, latent, [pair.decoder.file.tensors.output]);
  const milliseconds = performance.now() - started;
  return {
    latent,
    reconstruction,
    firstBlock: firstBlock ? encoded[1] : null,
    milliseconds,
    ...(space ? lookUp(space, latent, map) : { neighbours: null, place: null }),
  };
}

function lookUp(space: Space, latent: Float32Array, map: number) {
  const located = space.locate(latent);
  return { neighbours: space.nearest(located, NEIGHBOURS), place: space.place(located, map) };
}

// One request after the other: the runtime does not take a second call while one is under way.
let last: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  last = last.then(async () => {
    try {
      reply({ id: data.id, answer: await answer(data) });
    } catch (error) {
      reply({ id: data.id, error: error instanceof Error ? error.message : String(error) });
    }
  });
});

function answer<T extends Task>({ task, parameters }: Request<T>): Gives<T> | Promise<Gives<T>> {
  return ANSWERS[task](parameters);
}

function reply(response: Response): void {
  postMessage(response);
}

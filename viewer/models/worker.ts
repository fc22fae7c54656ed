/** Runs the models, and what is looked up with their latents, in a thread of its own: the page never stalls. */
import type {
  BatchOutputs,
  Facts,
  Gives,
  Probe,
  ProbeOutputs,
  Request,
  Response,
  Takes,
  Task,
} from './protocol.ts';
import { openSessions, runModel, type Sessions } from './runtime.ts';
import { createSpace, type Space } from './space.ts';

/** Neighbours that a probe names. */
const NEIGHBOURS = 10;

let sessions: Sessions | undefined;
let known: { readonly facts: Facts; readonly space: Space | null } | undefined;

const ANSWERS: { [T in Task]: (parameters: Takes<T>) => Gives<T> | Promise<Gives<T>> } = {
  load: async (load) => {
    sessions = await openSessions(load);
    return null;
  },
  learn: (facts) => {
    known = { facts, space: facts.space && createSpace(facts.space) };
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

/** What the first two tasks brought. */
function ready() {
  if (!sessions || !known) throw new Error('The models have not been loaded.');
  return { sessions, ...known };
}

async function runBatch(which: keyof Sessions, values: Float32Array): Promise<BatchOutputs> {
  const { sessions, facts } = ready();
  const started = performance.now();
  const wanted = [facts[which].tensors.output];
  const [outputs] = await runModel(sessions[which], facts[which], values, wanted);
  return { values: outputs, milliseconds: performance.now() - started };
}

async function probe({ image, map }: Probe): Promise<ProbeOutputs> {
  const { sessions, facts, space } = ready();
  const { encoder, decoder } = facts;
  const { output, firstBlock } = encoder.tensors;
  const started = performance.now();
  const [latent, block] = await runModel(sessions.encoder, encoder, image, [
    output,
    ...(firstBlock ? [firstBlock.output] : []),
  ]);
  const [reconstruction] = await runModel(sessions.decoder, decoder, latent, [
    decoder.tensors.output,
  ]);
  return {
    latent,
    reconstruction,
    firstBlock: firstBlock ? block : null,
    milliseconds: performance.now() - started,
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

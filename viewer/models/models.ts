import { PAGE_BLOBS, type PageData } from '../../pipeline/contract.ts';
import { inflate, textOf, type ReadText } from '../data/blobs.ts';
import type { Outputs, Request, Response, RunRequest, StartRequest } from './protocol.ts';

/** The encoder and the decoder, as the page uses them. Values are flat, images in [0, 1]. */
export interface Models {
  /** Latents of one image or several. */
  encode(images: Float32Array): Promise<Float32Array>;
  /** Reconstructions of one latent or several. */
  decode(latents: Float32Array): Promise<Float32Array>;
  /**
   * Latent and reconstruction of one image. While an answer is under way only the newest request
   * waits; one that a newer request has overtaken resolves to null.
   */
  probe(image: Float32Array): Promise<Outputs | null>;
}

/**
 * Starts the worker and loads the models into it.
 *
 * @throws Error with a message for people where this browser or this file cannot run them
 */
export async function startModels(read: ReadText, data: PageData): Promise<Models> {
  if (typeof WebAssembly === 'undefined' || typeof Worker === 'undefined') {
    throw new Error(
      'This browser has no WebAssembly or no workers, which the models need to run. A current Chrome, Edge, Firefox or Safari has both.',
    );
  }
  const { channels, height, width } = data.images;
  const call = connect(startWorker(read));
  await call({
    task: 'start',
    wasm: textOf(read, PAGE_BLOBS.wasm),
    encoder: {
      base64: textOf(read, PAGE_BLOBS.encoder),
      tensors: data.encoder,
      inputShape: [channels, height, width],
    },
    decoder: {
      base64: textOf(read, PAGE_BLOBS.decoder),
      tensors: data.decoder,
      inputShape: data.latentShape,
    },
  });
  return {
    encode: async (values) => (await call({ task: 'encode', values })).latent,
    decode: async (values) => (await call({ task: 'decode', values })).reconstruction,
    probe: latestWins((values) => call({ task: 'probe', values })),
  };
}

/** A page opened from disk may not load scripts beside it, but may start one that it holds itself. */
function startWorker(read: ReadText): Worker {
  const script = inflate(textOf(read, PAGE_BLOBS.worker), PAGE_BLOBS.worker);
  const url = URL.createObjectURL(new Blob([script.slice()], { type: 'text/javascript' }));
  return new Worker(url);
}

interface Settle {
  readonly resolve: (outputs: Outputs) => void;
  readonly reject: (error: Error) => void;
}

type Call = (request: StartRequest | RunRequest) => Promise<Outputs>;

/** Turns the worker's messages into promises. */
function connect(worker: Worker): Call {
  const waiting = new Map<number, Settle>();
  let count = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Response>) => {
    const promise = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) promise?.reject(new Error(data.error));
    else promise?.resolve(data.outputs);
  });
  worker.addEventListener('error', (event) => {
    for (const { reject } of waiting.values()) {
      reject(new Error(`The part of the page that runs the models stopped: ${event.message}`));
    }
    waiting.clear();
  });
  return (request) =>
    new Promise((resolve, reject) => {
      const id = count++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ...request } satisfies Request);
    });
}

/**
 * Lets one call run at a time and keeps only the newest of those that wait, so that answers follow
 * a moving pen instead of falling behind it. A call that was overtaken resolves to null.
 */
export function latestWins<I, O>(work: (input: I) => Promise<O>): (input: I) => Promise<O | null> {
  let busy = false;
  let waiting: { input: I; settle: (output: Promise<O> | null) => void } | null = null;

  const run = async (input: I): Promise<O> => {
    busy = true;
    try {
      return await work(input);
    } finally {
      busy = false;
      const next = waiting;
      waiting = null;
      next?.settle(run(next.input));
    }
  };

  return (input) => {
    if (!busy) return run(input);
    waiting?.settle(null);
    return new Promise((settle) => {
      waiting = { input, settle };
    });
  };
}

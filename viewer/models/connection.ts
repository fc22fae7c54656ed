import { PAGE_BLOBS } from '../../pipeline/contract.ts';
import { inflate, textOf, type ReadText } from '../data/blobs.ts';
import type { Device, Gives, Request, Response, Takes, Task } from './protocol.ts';
import { createWatchdog } from './watchdog.ts';

/** A worker that answers, and can be let go. */
export interface Connection {
  /** @throws Error with the worker's own message, or where the worker has stopped or does not answer */
  ask<T extends Task>(task: T, parameters: Takes<T>): Promise<Gives<T>>;
  close(): void;
}

interface Settle {
  readonly resolve: (answer: Gives<Task>) => void;
  readonly reject: (error: Error) => void;
}

/**
 * How long a worker may be silent while it is asked, milliseconds: where the graphics card does not answer,
 * the processor is there; where the processor is slow, there is nothing else.
 */
const PATIENCE: Readonly<Record<Device, number>> = { wasm: 60_000, webgpu: 15_000 };

/**
 * Starts a worker and turns its messages into promises.
 *
 * @param device on which it will run the models
 * @throws Error where the browser allows no worker, or its script is damaged
 */
export function connect(read: ReadText, device: Device): Connection {
  const worker = startWorker(read);
  const waiting = new Map<number, Settle>();
  let count = 0;
  let stopped: Error | null = null;

  /** Nothing more comes from it: those who wait are told, and those who ask later. */
  const stop = (error: Error): void => {
    stopped = error;
    worker.terminate();
    watchdog.rest();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const watchdog = createWatchdog(PATIENCE[device], () => {
    const seconds = PATIENCE[device] / 1000;
    stop(
      new Error(
        `The part of the page that runs the models has not answered for ${seconds} seconds.`,
      ),
    );
  });
  worker.addEventListener('message', ({ data }: MessageEvent<Response>) => {
    const promise = waiting.get(data.id);
    waiting.delete(data.id);
    watchdog.heard();
    if (waiting.size === 0) watchdog.rest();
    if ('error' in data) promise?.reject(new Error(data.error));
    else promise?.resolve(data.answer);
  });
  worker.addEventListener('error', (event) => {
    stop(
      new Error(
        `The part of the page that runs the models has stopped (${event.message || 'without a reason'}).`,
      ),
    );
  });
  return {
    ask: <T extends Task>(task: T, parameters: Takes<T>) => {
      if (stopped) return Promise.reject(stopped);
      const id = count++;
      return new Promise<Gives<T>>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as Settle['resolve'], reject });
        watchdog.watch();
        worker.postMessage({ id, task, parameters } satisfies Request<T>);
      });
    },
    close: () => {
      stop(new Error('The part of the page that ran the models was closed.'));
    },
  };
}

/** A page opened from disk may not load scripts beside it, but may start one that it holds itself. */
function startWorker(read: ReadText): Worker {
  const script = inflate(textOf(read, PAGE_BLOBS.worker), PAGE_BLOBS.worker);
  const url = URL.createObjectURL(new Blob([script.slice()], { type: 'text/javascript' }));
  return new Worker(url);
}

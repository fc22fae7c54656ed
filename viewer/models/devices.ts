/** Which device serves what, and what happens when the graphics card fails. */
import type { Connection } from './connection.ts';
import type { Device, Gives, Takes, Task } from './protocol.ts';

/** One image that someone waits for, or many images one after the other. */
export type Work = 'single' | 'bulk';

export interface Devices extends Readonly<Record<Work, Device>> {
  /** Why, in a sentence or two. */
  readonly note: string;
}

export interface Dispatch {
  readonly devices: Devices;
  /** Asks the worker that serves such work; where the graphics card fails, the processor's. */
  ask<T extends Task>(work: Work, task: T, parameters: Takes<T>): Promise<Gives<T>>;
  /** Lets another worker, on the graphics card, serve some of the work from now on; null for none. */
  use(webgpu: Connection | null, devices: Devices): void;
}

export const ON_PROCESSOR: Devices = {
  single: 'wasm',
  bulk: 'wasm',
  note: 'Models run on the processor.',
};

/** @param onChange called whenever the devices are others than before */
export function createDispatch(wasm: Connection, onChange: (devices: Devices) => void): Dispatch {
  let webgpu: Connection | null = null;
  let devices = ON_PROCESSOR;

  const use = (connection: Connection | null, next: Devices): void => {
    webgpu = connection;
    devices = next;
    onChange(next);
  };
  const giveUp = (failed: Connection, error: Error): void => {
    // Of several calls that fail together the first says why.
    if (webgpu !== failed) return;
    failed.close();
    use(null, {
      ...ON_PROCESSOR,
      note: `WebGPU has failed, the processor goes on: ${error.message}`,
    });
  };
  return {
    get devices() {
      return devices;
    },
    use,
    ask: async (work, task, parameters) => {
      const card = devices[work] === 'webgpu' ? webgpu : null;
      if (!card) return wasm.ask(task, parameters);
      try {
        return await card.ask(task, parameters);
      } catch (error) {
        giveUp(card, error as Error);
        return wasm.ask(task, parameters);
      }
    },
  };
}

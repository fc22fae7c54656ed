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
  /** What serves on the processor; pending until the models are there. */
  readonly wasm: Promise<Connection>;
  /** Asks the worker that serves such work; where the graphics card fails, the processor's. */
  ask<T extends Task>(work: Work, task: T, parameters: Takes<T>): Promise<Gives<T>>;
  /** Lets another worker, on the graphics card, serve some of the work from now on; null for none. */
  use(webgpu: Connection | null, devices: Devices): void;
  /** Lets go of the workers that there are, and this one serve all work from now on. */
  start(wasm: Promise<Connection>): void;
}

export const ON_PROCESSOR: Devices = {
  single: 'wasm',
  bulk: 'wasm',
  note: 'Models run on the processor.',
};

/** Who is told of what happens to the devices. */
export interface DeviceEvents {
  /** Other devices than before serve the work. */
  readonly onChange: (devices: Devices) => void;
  /** The processor has failed, and there is nothing else. */
  readonly onFailure: (error: Error) => void;
}

export function createDispatch({ onChange, onFailure }: DeviceEvents): Dispatch {
  // Who asks before there is anything to ask waits for it.
  let wasm = new Promise<Connection>(() => undefined);
  let webgpu: Connection | null = null;
  let devices = ON_PROCESSOR;

  const use = (connection: Connection | null, next: Devices): void => {
    webgpu = connection;
    devices = next;
    onChange(next);
  };
  const askProcessor = async <T extends Task>(task: T, parameters: Takes<T>): Promise<Gives<T>> => {
    const asked = wasm;
    try {
      return await (await asked).ask(task, parameters);
    } catch (error) {
      // One that was let go for another is not missed.
      if (asked === wasm) onFailure(error as Error);
      throw error;
    }
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
    get wasm() {
      return wasm;
    },
    use,
    start: (next) => {
      const before = wasm;
      wasm = next;
      void before.then(close, () => undefined);
      webgpu?.close();
      use(null, ON_PROCESSOR);
    },
    ask: async (work, task, parameters) => {
      const card = devices[work] === 'webgpu' ? webgpu : null;
      if (!card) return askProcessor(task, parameters);
      try {
        return await card.ask(task, parameters);
      } catch (error) {
        giveUp(card, error as Error);
        return askProcessor(task, parameters);
      }
    },
  };
}

function close(connection: Connection): void {
  connection.close();
}

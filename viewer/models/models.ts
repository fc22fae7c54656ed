import { PAGE_BLOBS } from '../../pipeline/contract.ts';
import { textOf, type ReadText } from '../data/blobs.ts';
import { imageAt, type Page } from '../data/load.ts';
import { connect, type Connection } from './connection.ts';
import { createDispatch, type DeviceEvents, type Dispatch } from './devices.ts';
import { factsOf } from './facts.ts';
import { latestWins } from './latestWins.ts';
import { longJobs, type JobOptions } from './longJobs.ts';
import type { Device, Facts, ModelFacts, Probe, ProbeOutputs } from './protocol.ts';
import type { Nearest, Place } from './space.ts';
import { missingSupport } from './support.ts';
import { chooseDevices, tryBoth } from './trial.ts';
import { missingForWebGpu } from './webgpu.ts';

/**
 * The encoder and the decoder, as the page uses them. Values are flat, images in [0, 1]. All calls wait until
 * the models are loaded, and fail where they cannot be or have stopped.
 */
export interface Models {
  /** Latents of one image or several; a long job, which makes way for probes. */
  encode(images: Float32Array, options?: JobOptions): Promise<Float32Array>;
  /** Reconstructions of one latent or several; a long job, which makes way for probes. */
  decode(latents: Float32Array, options?: JobOptions): Promise<Float32Array>;
  /**
   * All that is to be known of one image: latent, reconstruction, neighbours, and its place on a map. While
   * an answer is under way only the newest request waits; one that a newer request has overtaken resolves
   * to null.
   *
   * @param map index
   */
  probe(image: Float32Array, map: number): Promise<ProbeOutputs | null>;
  /** The mapped images nearest to a latent; null where the page has nothing to look in. */
  nearest(latent: Float32Array, k: number): Promise<Nearest | null>;
  /** Where a latent belongs on a map; null as above. */
  place(latent: Float32Array, map: number): Promise<Place | null>;
  /** Lets a worker answer from now on, instead of any before it; fails where it cannot load the models. */
  start(loading: Loading): Promise<void>;
  /**
   * Tries the graphics card and uses it for what it is faster at. After {@link start}; in a worker of its own, so that nobody
   * waits for it; never rejects.
   */
  tryWebGpu(): Promise<void>;
}

/** Images in the batch that tells how fast a device is with many. */
const TRIAL_BATCH = 16;

/** A worker that loads the runtime and the models, or cannot. */
export type Loading = Promise<Connection>;

/**
 * Starts a worker that loads the runtime and the models. That takes longest of all, so it is begun before
 * the page is read.
 *
 * @returns rejects with a message for people where this browser or this file cannot run them
 */
export async function loadModels(read: ReadText, device: Device): Loading {
  const missing = missingSupport();
  if (missing !== null) throw new Error(missing);
  const connection = connect(read, device);
  try {
    await connection.ask('load', {
      device,
      wasm: textOf(read, PAGE_BLOBS.wasm),
      encoder: textOf(read, PAGE_BLOBS.encoder),
      decoder: textOf(read, PAGE_BLOBS.decoder),
    });
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

export function createModels(read: ReadText, page: Page, events: DeviceEvents): Models {
  const facts = factsOf(page);
  const dispatch = createDispatch(events);
  const run = longJobs();
  const job =
    (task: 'encode' | 'decode', { inputShape, tensors }: ModelFacts) =>
    async (values: Float32Array, options?: JobOptions): Promise<Float32Array> => {
      const size = checkInputs(values, inputShape);
      const batch = tensors.batch ?? 1;
      const ask = (piece: Float32Array) => dispatch.ask('bulk', task, { values: piece });
      return run({ values, size, batch, run: ask }, options);
    };
  const probe = latestWins((request: Probe) => dispatch.ask('single', 'probe', request));
  return {
    encode: job('encode', facts.encoder),
    decode: job('decode', facts.decoder),
    probe: async (image, map) => {
      checkInput(image, facts.encoder.inputShape);
      checkMap(map, page);
      return probe({ image, map });
    },
    nearest: async (latent, k) => {
      checkInput(latent, facts.decoder.inputShape);
      return dispatch.ask('single', 'nearest', { latent, k });
    },
    place: async (latent, map) => {
      checkInput(latent, facts.decoder.inputShape);
      checkMap(map, page);
      return dispatch.ask('single', 'place', { latent, map });
    },
    start: async (loading) => {
      const wasm = taught(loading, facts);
      dispatch.start(wasm);
      await wasm;
    },
    tryWebGpu: () => tryWebGpu(read, page, dispatch),
  };
}

/** A worker that has loaded the models and knows what they are about. */
async function taught(loading: Loading, facts: Facts): Loading {
  const connection = await loading;
  await connection.ask('learn', facts);
  return connection;
}

/** For those who ask and have nothing to say of a failure: the page tells of it, and how to go on. */
export function toldElsewhere(): void {
  return undefined;
}

/** Checks that there are whole inputs, one or more, and gives the numbers of one. */
function checkInputs(values: Float32Array, shape: readonly number[]): number {
  const size = shape.reduce((product, length) => product * length, 1);
  if (values.length > 0 && values.length % size === 0) return size;
  throw new RangeError(
    `The model takes ${size} numbers for each input (${shape.join(' × ')}), got ${values.length}.`,
  );
}

function checkInput(values: Float32Array, shape: readonly number[]): void {
  if (checkInputs(values, shape) === values.length) return;
  throw new RangeError(`Expected one input of ${shape.join(' × ')}, got ${values.length} numbers.`);
}

function checkMap(map: number, { maps }: Page): void {
  if (Number.isInteger(map) && map >= 0 && map < maps.length) return;
  throw new RangeError(`There is no map ${map}: the page has ${maps.length}, counted from 0.`);
}

async function tryWebGpu(read: ReadText, page: Page, dispatch: Dispatch): Promise<void> {
  const stay = (why: string): void => {
    dispatch.use(null, { ...dispatch.devices, note: why });
  };
  const missing = await missingForWebGpu();
  if (missing !== null) {
    stay(`Models run on the processor. ${missing}`);
    return;
  }
  let webgpu: Connection | null = null;
  try {
    const wasm = await dispatch.wasm;
    webgpu = await taught(loadModels(read, 'webgpu'), factsOf(page));
    const count = Math.min(TRIAL_BATCH, page.data.images.count);
    const images = Array.from({ length: count }, (_, index) => imageAt(page, index));
    const batch = Float32Array.from(images.flatMap((image) => [...image]));
    const devices = chooseDevices(await tryBoth({ wasm, webgpu }, images[0], batch));
    const used = devices.single === 'webgpu' || devices.bulk === 'webgpu';
    if (!used) webgpu.close();
    dispatch.use(used ? webgpu : null, devices);
  } catch (error) {
    webgpu?.close();
    stay(`WebGPU does not work here, so the processor does: ${(error as Error).message}`);
  }
}

import { PAGE_BLOBS } from '../../pipeline/contract.ts';
import { textOf, type ReadText } from '../data/blobs.ts';
import { imageAt, type Page } from '../data/load.ts';
import { connect, type Connection } from './connection.ts';
import { createDispatch, type Devices, type Dispatch } from './devices.ts';
import { latestWins } from './latestWins.ts';
import { longJobs, type JobOptions } from './longJobs.ts';
import type { Device, ProbeOutputs, Start } from './protocol.ts';
import type { Nearest, Place, SpaceData } from './space.ts';
import { missingSupport } from './support.ts';
import { chooseDevices, tryBoth } from './trial.ts';
import { missingForWebGpu } from './webgpu.ts';

/** The encoder and the decoder, as the page uses them. Values are flat, images in [0, 1]. */
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
  /**
   * Tries the graphics card and uses it for what it is faster at. In a worker of its own, so that nobody
   * waits for it; never rejects.
   */
  tryWebGpu(): Promise<void>;
}

/** Images in the batch that tells how fast a device is with many. */
const TRIAL_BATCH = 16;

/**
 * Starts the worker and loads the models into it.
 *
 * @param onDevices told of what serves which work, when that changes
 * @throws Error with a message for people where this browser or this file cannot run them
 */
export async function startModels(
  read: ReadText,
  page: Page,
  onDevices: (devices: Devices) => void,
): Promise<Models> {
  const missing = missingSupport();
  if (missing !== null) throw new Error(missing);
  const wasm = await open(read, page, 'wasm');
  const dispatch = createDispatch(wasm, onDevices);
  const { encoder, decoder } = modelFiles(read, page);
  const run = longJobs();
  const job =
    (task: 'encode' | 'decode', { inputShape, tensors }: Start['decoder']) =>
    async (values: Float32Array, options?: JobOptions): Promise<Float32Array> => {
      const size = checkInputs(values, inputShape);
      const batch = tensors.batch ?? 1;
      const ask = (piece: Float32Array) => dispatch.ask('bulk', task, { values: piece });
      return run({ values, size, batch, run: ask }, options);
    };
  const probe = latestWins((request: { image: Float32Array; map: number }) =>
    dispatch.ask('single', 'probe', request),
  );
  return {
    encode: job('encode', encoder),
    decode: job('decode', decoder),
    probe: (image, map) => probe({ image, map }),
    nearest: (latent, k) => dispatch.ask('single', 'nearest', { latent, k }),
    place: (latent, map) => dispatch.ask('single', 'place', { latent, map }),
    tryWebGpu: () => tryWebGpu(read, page, wasm, dispatch),
  };
}

async function open(read: ReadText, page: Page, device: Device): Promise<Connection> {
  const connection = connect(read);
  try {
    await connection.ask('start', {
      device,
      wasm: textOf(read, PAGE_BLOBS.wasm),
      ...modelFiles(read, page),
      space: spaceOf(page),
    });
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

function modelFiles(read: ReadText, { data }: Page): Pick<Start, 'encoder' | 'decoder'> {
  const { channels, height, width } = data.images;
  return {
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
  };
}

function spaceOf({ data, maps, search }: Page): SpaceData | null {
  if (!search) return null;
  return {
    search,
    maps: maps.map(({ positions }, m) => ({
      name: data.maps[m].name,
      positions: positions.slice(0, 2 * data.placedFrom),
    })),
  };
}

/** Checks that there are whole inputs, one or more, and gives the numbers of one. */
function checkInputs(values: Float32Array, shape: readonly number[]): number {
  const size = shape.reduce((product, length) => product * length, 1);
  if (values.length > 0 && values.length % size === 0) return size;
  throw new RangeError(
    `The model takes ${size} numbers for each input (${shape.join(' × ')}), got ${values.length}.`,
  );
}

async function tryWebGpu(
  read: ReadText,
  page: Page,
  wasm: Connection,
  dispatch: Dispatch,
): Promise<void> {
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
    webgpu = await open(read, page, 'webgpu');
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

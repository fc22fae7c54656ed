/** Tries the models on the graphics card beside those on the processor, and says which is faster for what. */
import { median } from 'd3-array';
import type { Connection } from './connection.ts';
import type { Device, ProbeOutputs } from './protocol.ts';
import type { Devices, Work } from './devices.ts';

/** Milliseconds for one image, encoded and decoded. */
export type Timing = Readonly<Record<Work, number>>;

export interface Trial {
  readonly times: Readonly<Record<Device, Timing>>;
  /**
   * Largest difference of a latent or a reconstruction, as a share of the largest number there is in it
   * on the processor, or absolute where that is below 1.
   */
  readonly difference: number;
}

/** Rounds of one image, and of the batch; the first of each warms up. */
const ROUNDS: Timing = { single: 8, bulk: 4 };
/** Differences in the last digits are no fault; more than this is. */
const TOLERANCE = 1e-4;
/** The graphics card has to be clearly faster, or the measurement's noise would choose. */
const WORTH = 0.8;

/** Runs the same images on both, turn by turn. */
export async function tryBoth(
  connections: Readonly<Record<Device, Connection>>,
  image: Float32Array,
  batch: Float32Array,
): Promise<Trial> {
  const probes = await turns(connections, ROUNDS.single, (connection) =>
    connection.ask('probe', { image, map: 0 }),
  );
  const batches = await turns(connections, ROUNDS.bulk, (connection) =>
    thereAndBack(connection, batch),
  );
  const perImage = image.length / batch.length;
  const timing = (device: Device): Timing => ({
    single: medianTime(probes[device]),
    bulk: medianTime(batches[device]) * perImage,
  });
  return {
    times: { wasm: timing('wasm'), webgpu: timing('webgpu') },
    difference: largestShare(probes.wasm[0], probes.webgpu[0]),
  };
}

async function turns<R>(
  connections: Readonly<Record<Device, Connection>>,
  rounds: number,
  run: (connection: Connection) => Promise<R>,
): Promise<Record<Device, R[]>> {
  const results: Record<Device, R[]> = { wasm: [], webgpu: [] };
  for (let round = 0; round < rounds; round++) {
    for (const device of ['wasm', 'webgpu'] as const) {
      results[device].push(await run(connections[device]));
    }
  }
  return results;
}

async function thereAndBack(connection: Connection, values: Float32Array) {
  const latents = await connection.ask('encode', { values });
  const images = await connection.ask('decode', { values: latents.values });
  return { milliseconds: latents.milliseconds + images.milliseconds };
}

function medianTime(results: readonly { readonly milliseconds: number }[]): number {
  return median(results.slice(1), ({ milliseconds }) => milliseconds)!;
}

function largestShare(expected: ProbeOutputs, found: ProbeOutputs): number {
  return Math.max(
    ...(['latent', 'reconstruction'] as const).map((name) => {
      let scale = 1;
      let difference = 0;
      for (let i = 0; i < expected[name].length; i++) {
        scale = Math.max(scale, Math.abs(expected[name][i]));
        // Not a number is as far off as can be.
        const off = Math.abs(found[name][i] - expected[name][i]);
        difference = Math.max(difference, Number.isFinite(off) ? off : Infinity);
      }
      return difference / scale;
    }),
  );
}

/** What follows from a trial: the faster device for each kind of work, if their answers agree. */
export function chooseDevices({ times, difference }: Trial): Devices {
  if (!(difference <= TOLERANCE)) {
    return {
      single: 'wasm',
      bulk: 'wasm',
      note: `WebGPU gives other numbers here (${difference.toPrecision(2)} off, ${TOLERANCE} is allowed), so the processor does the work.`,
    };
  }
  const faster = (work: Work): Device =>
    times.webgpu[work] < WORTH * times.wasm[work] ? 'webgpu' : 'wasm';
  const told = (work: Work): string =>
    `WebAssembly ${times.wasm[work].toFixed(1)} ms, WebGPU ${times.webgpu[work].toFixed(1)} ms`;
  return {
    single: faster('single'),
    bulk: faster('bulk'),
    note: `Encode + decode, measured here. One image: ${told('single')}. One of many: ${told('bulk')}.`,
  };
}

/** Where the time of a graph goes, by ONNX Runtime's own profiler. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groups } from 'd3-array';
import type { Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import type { Graph } from '../../exporter/graph.ts';
import { CPU } from '../../pipeline/engine/devices/device.ts';
import { openGraph } from '../../pipeline/engine/session.ts';

/** A node of the graph that was run, which the runtime may have put in place of several of ours. */
export interface Kernel {
  readonly node: string;
  /** Its ONNX operator, without the domain. */
  readonly operator: string;
  /** Of every run. */
  readonly milliseconds: readonly number[];
}

export interface Profile {
  readonly kernels: readonly Kernel[];
  /** Milliseconds of every run as a whole. */
  readonly runs: readonly number[];
}

/** Runs a graph on the CPU so many times, after once that does not count. */
export async function profile(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
  runs: number,
): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'caelum-profile-'));
  try {
    const session = await openGraph(graph, CPU, {
      enableProfiling: true,
      profileFilePrefix: join(folder, 'profile'),
    });
    for (let run = 0; run <= runs; run++) await session.run(feeds);
    session.endProfiling();
    await session.release();
    const [file] = await readdir(folder); // the runtime puts the time into its name
    return readProfile(JSON.parse(await readFile(join(folder, file), 'utf8')));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One entry of the profile; times are in µs. Others, such as loading the model, have other names. */
const Event = z.object({
  cat: z.string(),
  name: z.string(),
  dur: z.number(),
  args: z.object({ op_name: z.string().optional(), node_index: z.string().optional() }).optional(),
});

const KERNEL = '_kernel_time';

function readProfile(json: unknown): Profile {
  const events = z.array(Event).parse(json);
  const wholes = events.filter(({ cat, name }) => cat === 'Session' && name === 'model_run');
  const kernels = events.filter(({ cat, name }) => cat === 'Node' && name.endsWith(KERNEL));
  return {
    kernels: groups(kernels, ({ args }) => args?.node_index).map(([, calls]) => ({
      node: calls[0].name.slice(0, -KERNEL.length),
      operator: calls[0].args?.op_name ?? '',
      milliseconds: counted(calls),
    })),
    runs: counted(wholes),
  };
}

/** Without the first run, in which the runtime gets its memory. */
function counted(calls: readonly { readonly dur: number }[]): number[] {
  return calls.slice(1).map(({ dur }) => dur / 1000);
}

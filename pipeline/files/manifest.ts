/** `run.json`: what was done with what, and the SHA-256 of every file, so that a run can go on later. */
import { arch, platform } from 'node:os';
import { version as nodeVersion } from 'node:process';
import * as ort from 'onnxruntime-node';
import { z } from 'zod';
import project from '../../package.json' with { type: 'json' };
import { FILES, FORMAT_VERSION } from '../contract.ts';
import type { RunFolder } from './runFolder.ts';

const StageRecord = z.object({
  /** SHA-256 over everything that the stage's result depends on. */
  key: z.string(),
  /** SHA-256 of each file the stage wrote. */
  files: z.record(z.string(), z.string()),
  /** Numbers that later stages and people need, such as the KL divergence of the map. */
  results: z.record(z.string(), z.number()),
});

const Manifest = z.object({
  formatVersion: z.literal(FORMAT_VERSION),
  command: z.enum(['pipeline', 'analyze']),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  dataset: z.object({
    name: z.string(),
    title: z.string(),
    source: z.string(),
    /** SHA-256 over all pixels and labels. */
    fingerprint: z.string(),
    trainImages: z.number(),
    testImages: z.number(),
    /** Channels, height, width. */
    shape: z.array(z.number()),
    classNames: z.array(z.string()),
    /** SHA-256 of the path, by which others of the same name are told; there for the person's own alone. */
    origin: z.string().exactOptional(),
    /** Not there for images that are the person's own. */
    terms: z.object({ licence: z.string(), citation: z.string() }).exactOptional(),
  }),
  versions: z.record(z.string(), z.string()),
  /** What the models ran on. */
  device: z.string(),
  stages: z.record(z.string(), StageRecord),
  /**
   * Seconds each stage took when it last ran, when that was, and how fast it found models to be, in images
   * a second; all that may differ between equal runs.
   */
  timings: z.record(
    z.string(),
    z.object({
      seconds: z.number(),
      finished: z.string(),
      speeds: z.record(z.string(), z.number()).exactOptional(),
    }),
  ),
});

export type Manifest = z.infer<typeof Manifest>;
export type StageRecord = z.infer<typeof StageRecord>;

/** Version of Caelum. */
export const VERSION = project.version;

/** Versions of what decides about the bytes of a run. */
export function versions(): Record<string, string> {
  return {
    caelum: VERSION,
    node: nodeVersion,
    onnxruntime: ort.env.versions.node ?? '',
    platform: `${platform()} ${arch()}`,
  };
}

/**
 * The manifest of an earlier run in this folder.
 *
 * @returns null where there is no `run.json`, `foreign` where there is one that this version did not write
 */
export async function readManifest(folder: RunFolder): Promise<Manifest | 'foreign' | null> {
  try {
    return Manifest.parse(await folder.readJson(FILES.run));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return 'foreign';
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function writeManifest(folder: RunFolder, manifest: Manifest): void {
  folder.write(FILES.run, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Runs that are to be compared, as they lie in their folders. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { FIGURES, FILES, type Metrics } from '../contract.ts';
import { contentChunks } from '../datasets/content.ts';
import { npyHeader } from '../datasets/own/npyArray.ts';
import { InputError } from '../errors.ts';
import type { Manifest } from '../files/manifest.ts';
import type { RunFolder } from '../files/runFolder.ts';
import { checkUnharmed, openRun } from '../files/wholeRun.ts';
import { runNames } from './names.ts';

export interface ComparedRun {
  /** The end of its folder's path; no two runs that are compared have the same. */
  readonly name: string;
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  readonly metrics: Metrics;
  /** Of one latent, such as [32, 7, 7]. */
  readonly latentShape: readonly number[];
  /** Of encoder and decoder together. */
  readonly modelBytes: number;
}

/** Files without which there is nothing to compare. */
const NEEDED = [FILES.metrics, FILES.latents, FILES.encoder, FILES.decoder, FILES.viewer];

/** Figures of single runs that say something beside each other. */
export const BESIDE = {
  map: FIGURES.map,
  reconstructions: FIGURES.reconstructions,
  loss: FIGURES.loss,
  worst: FIGURES.worst,
} as const;

/**
 * @param paths of at least two folders
 * @throws InputError where one is not a whole run, was harmed, or is named twice
 */
export async function readRuns(paths: readonly string[]): Promise<ComparedRun[]> {
  const folders = paths.map((path) => resolve(path));
  const twice = folders.findIndex((folder, i) => folders.indexOf(folder) !== i);
  if (twice >= 0) throw new InputError(`${paths[twice]} is named twice; compare different runs.`);
  const runs = await Promise.all(paths.map(readRun));
  const names = runNames(folders);
  return runs.map((run, i) => ({ ...run, name: names[i] }));
}

async function readRun(path: string): Promise<Omit<ComparedRun, 'name'>> {
  const { folder, manifest } = await openRun(path, NEEDED);
  const figures = Object.values(BESIDE).map((figure) => `${figure}.svg`);
  await checkUnharmed(folder, manifest, [
    ...NEEDED,
    ...figures.filter((name) => existsSync(folder.file(name))),
  ]);
  const latents = folder.file(FILES.latents);
  const { shape } = await npyHeader({ name: latents, chunks: () => contentChunks(latents) });
  return {
    folder,
    manifest,
    metrics: await folder.readJson<Metrics>(FILES.metrics),
    latentShape: shape.slice(1),
    modelBytes: [FILES.encoder, FILES.decoder]
      .map((name) => statSync(folder.file(name)).size)
      .reduce((sum, size) => sum + size, 0),
  };
}

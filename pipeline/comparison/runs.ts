/** Runs that are to be compared, as they lie in their folders. */
import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { FILES, type Metrics } from '../contract.ts';
import { contentChunks } from '../datasets/content.ts';
import { npyHeader } from '../datasets/own/npyArray.ts';
import { InputError } from '../errors.ts';
import { readManifest, type Manifest } from '../files/manifest.ts';
import { RunFolder } from '../files/runFolder.ts';

export interface ComparedRun {
  /** Of its folder; no two runs that are compared have the same. */
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

/**
 * @param paths of at least two folders
 * @throws InputError where one is not a whole run, or is named twice
 */
export async function readRuns(paths: readonly string[]): Promise<ComparedRun[]> {
  const folders = paths.map((path) => resolve(path));
  const twice = folders.findIndex((folder, i) => folders.indexOf(folder) !== i);
  if (twice >= 0) throw new InputError(`${paths[twice]} is named twice; compare different runs.`);
  const runs = await Promise.all(paths.map(readRun));
  return runs.map((run, i) => ({ ...run, name: nameOf(folders, i) }));
}

async function readRun(path: string): Promise<Omit<ComparedRun, 'name'>> {
  const folder = new RunFolder(path);
  const manifest = existsSync(path) ? await readManifest(folder) : null;
  if (manifest === null) {
    throw new InputError(
      `${path} is no run: there is no ${FILES.run} in it; name the folder that a pipeline wrote, such as artifacts/mnist-cae.`,
    );
  }
  if (manifest === 'foreign') {
    throw new InputError(
      `${folder.file(FILES.run)} was not written by this version of Caelum; make the run again.`,
    );
  }
  const missing = NEEDED.filter((name) => !existsSync(folder.file(name)));
  if (missing.length > 0) {
    throw new InputError(
      `${path} is not a whole run: ${missing.join(', ')} is not there; run its command again to finish it.`,
    );
  }
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

/** Of the folder; with the folder above where others are called so too. */
function nameOf(folders: readonly string[], i: number): string {
  const name = basename(folders[i]);
  const others = folders.filter((folder) => basename(folder) === name);
  return others.length === 1 ? name : `${basename(resolve(folders[i], '..'))}/${name}`;
}

/** The run that images are placed onto: its models, the images of its maps, and the maps, which stay as they are. */
import { existsSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { count as product } from '../../exporter/shapes.ts';
import { FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import { readManifest, type Manifest } from '../files/manifest.ts';
import { RunFolder, sha256 } from '../files/runFolder.ts';
import type { ImageShape } from '../images.ts';
import { plannedMaps, PROJECTION_NAMES, type MapsSettings } from '../projections/maps.ts';
import type { FinishedMap } from '../projections/placeOnMaps.ts';
import { readAllLatents, readFinishedMaps } from '../stages/latents.ts';
import type { PlacementRecord } from './records.ts';

export interface Reference {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  /** What the models take. */
  readonly image: ImageShape;
  readonly classNames: readonly string[];
  /** Of one latent, such as [32, 7, 7]. */
  readonly latentShape: readonly number[];
  /** Numbers in one latent. */
  readonly dimensions: number;
  /** The images that the maps are made of: M × dimensions. */
  readonly latents: Float32Array;
  /** One class index each. */
  readonly labels: Int32Array;
  readonly maps: readonly FinishedMap[];
  readonly seed: number;
  /** SHA-256 over models, latents, maps and what they were made with: what a shard must have in common with others. */
  readonly identity: string;
  /** SHA-256 over the two models. */
  readonly models: string;
}

/** Files that placing depends on. */
const MODELS = [FILES.encoder, FILES.decoder];
const NEEDED = [...MODELS, FILES.latents, FILES.labels, FILES.map];

/**
 * @param path of the run's folder
 * @throws InputError where it is not a whole run of this version
 */
export async function readReference(path: string): Promise<Reference> {
  const folder = new RunFolder(path);
  const manifest = existsSync(path) ? await readManifest(folder) : null;
  if (manifest === null || manifest === 'foreign') {
    const found =
      manifest === null ? `there is no ${FILES.run}` : `another version wrote its ${FILES.run}`;
    throw new InputError(
      `--onto ${path} is no run (${found}); name the folder that npm run pipeline or analyze wrote, such as artifacts/mnist-cae.`,
    );
  }
  const digests = await checkFiles(folder, manifest);
  const { vectors, labels, latentShape } = await readAllLatents(folder);
  const { mapped } = manifest.stages.encode.results;
  const dimensions = product(latentShape);
  const settings = mapsSettings(manifest);
  const [channels, height, width] = manifest.dataset.shape;
  return {
    folder,
    manifest,
    image: { channels, height, width },
    classNames: manifest.dataset.classNames,
    latentShape,
    dimensions,
    // Copies, since the others are most of the file.
    latents: vectors.slice(0, mapped * dimensions),
    labels: labels.slice(0, mapped),
    maps: await readFinishedMaps(folder, plannedMaps(settings, mapped)),
    seed: settings.seed,
    identity: sha256(JSON.stringify([settings, manifest.dataset.classNames, mapped, digests])),
    models: sha256(digests.slice(0, MODELS.length).join()),
  };
}

/** What a record in this folder tells of the run. */
export function referenceFrom(
  folder: RunFolder,
  reference: Reference,
): PlacementRecord['reference'] {
  const [from, to] = [folder, reference.folder].map(({ path }) => resolve(path));
  const { identity, models, seed } = reference;
  return { name: basename(to), path: relative(from, to), identity, models, seed };
}

/** @returns the SHA-256 of every file that placing depends on, which are those that the run wrote */
async function checkFiles(folder: RunFolder, { stages }: Manifest): Promise<string[]> {
  const written = Object.assign({}, ...Object.values(stages).map(({ files }) => files)) as Record<
    string,
    string | undefined
  >;
  const digests: string[] = [];
  for (const name of NEEDED) {
    const digest = await folder.digest(name);
    if (digest === null || digest !== written[name]) {
      throw new InputError(
        `--onto ${folder.path}: ${name} is ${digest === null ? 'missing' : 'not the file that the run wrote'}; run its command again to mend it.`,
      );
    }
    digests.push(digest);
  }
  return digests;
}

/** What the run's maps were made with, from how the manifest tells of it. */
function mapsSettings({ settings }: Manifest): MapsSettings & { readonly seed: number } {
  const names = String(settings.projection).split(', ');
  return {
    projection: names.flatMap((name) => PROJECTION_NAMES.filter((known) => known === name)),
    perplexity: String(settings.perplexity).split(', ').map(Number),
    mapSize: Number(settings.mapSize),
    ...(settings.stratified === true && { stratified: true }),
    seed: Number(settings.seed),
  };
}

/** Everything → `MODEL_CARD.md`: what the models are, can and cannot do, and how to load them. */
import { modelSummary } from '../../exporter/modelSummary.ts';
import { FILES, OWN_FILES, type Metrics, type Variants } from '../contract.ts';
import { sha256, type RunFolder } from '../files/runFolder.ts';
import { firstImages, toFloats, type ImageSet } from '../images.ts';
import { modelCard } from '../modelCard/card.ts';
import type { CardFile } from '../modelCard/content.ts';
import { examplePng } from '../modelCard/example.ts';
import { openCodec } from './encode.ts';
import type { Run, Stage } from './stage.ts';

/**
 * @param earlier the stages before it, whose files it lists
 * @param trained whether the run has trained the models
 */
export function modelCardStage(earlier: readonly Stage[], trained: boolean): Stage {
  const hasVariants = earlier.some(({ writes }) => writes.includes(FILES.variants));
  return {
    name: 'modelCard',
    title: 'Model card',
    reads: earlier.flatMap(({ writes }) => writes),
    writes: [FILES.example, FILES.modelCard],
    settings: { trained },
    run: async (run, write) => {
      const { folder, dataset, manifest } = run;
      const example = examplePng(dataset.test);
      write(FILES.example, example);
      const content = {
        trained,
        manifest,
        models: await summaries(folder, trained),
        ...(await tried(run, firstImages(dataset.test, 1))),
        metrics: await folder.readJson<Metrics>(FILES.metrics),
        variants: hasVariants ? await folder.readJson<Variants>(FILES.variants) : null,
        files: await listed(run, earlier, example),
      };
      write(FILES.modelCard, modelCard(content));
      return {};
    },
  };
}

async function summaries(folder: RunFolder, trained: boolean) {
  const names = [FILES.encoder, FILES.decoder, ...(trained ? [FILES.autoencoder] : [])];
  const told = names.map(async (name) => [name, modelSummary(await folder.read(name))] as const);
  return Object.fromEntries(await Promise.all(told));
}

/** What the models make of an image. */
async function tried(run: Run, image: ImageSet) {
  const codec = await openCodec(run);
  const latent = await codec.encode(image);
  const reconstruction = await codec.decode(latent, image.shape);
  await codec.close();
  const pixels = toFloats(image, [0]);
  const error = pixels.reduce((sum, x, i) => sum + (x - reconstruction[i]) ** 2, 0) / pixels.length;
  return {
    tensors: { encoder: codec.encoder.tensors, decoder: codec.decoder.tensors },
    latentShape: latent.shape,
    exampleError: error,
  };
}

/** The files of a run but the card and the manifest, in the order in which they are made. */
async function listed(
  { folder, manifest }: Run,
  earlier: readonly Stage[],
  example: Uint8Array,
): Promise<CardFile[]> {
  const known = earlier.flatMap(({ name, writes }) => {
    const { files } = manifest.stages[name];
    return writes.filter((file) => file in files).map((file) => [file, files[file]] as const);
  });
  const own = OWN_FILES.map(async (file) => [file, await folder.digest(file)] as const);
  const all = [...known, ...(await Promise.all(own)), [FILES.example, sha256(example)] as const];
  return all.flatMap(([name, digest]) =>
    digest === null ? [] : [{ name, bytes: folder.size(name), sha256: digest }],
  );
}

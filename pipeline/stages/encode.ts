/** Images → latents: those of which the maps are made, and those to be placed on them. */
import { FILES } from '../contract.ts';
import { Codec } from '../engine/codec.ts';
import { encodeNpy } from '../files/npy.ts';
import { concatImages, firstImages, imageCount, type Dataset, type ImageSet } from '../images.ts';
import type { Run, Stage } from './stage.ts';

export function encodeStage({ mapSize }: { readonly mapSize: number }): Stage {
  return {
    name: 'encode',
    title: 'Encode',
    reads: [FILES.encoder, FILES.decoder],
    writes: [FILES.latents, FILES.labels],
    settings: { mapSize },
    run: async (run, write) => {
      const images = shownImages(run.dataset, mapSize);
      const codec = await openCodec(run);
      const latents = await codec.encode(images, (done, total) => {
        run.report.progress(done, total, 'images');
      });
      await codec.close();
      const { labels } = images;
      const shape = [labels.length, ...latents.shape];
      write(FILES.latents, encodeNpy({ shape, data: latents.data }));
      write(FILES.labels, encodeNpy({ shape: [labels.length], data: labels }));
      const mapped = mappedCount(run.dataset, mapSize);
      return { mapped, placed: labels.length - mapped };
    },
  };
}

/**
 * The images on the maps: those that the maps are made of, followed by the test images, which are placed
 * on them. An image's index here is its `id`.
 */
export function shownImages(dataset: Dataset, mapSize: number): ImageSet {
  return concatImages(firstImages(dataset.train, mappedCount(dataset, mapSize)), dataset.test);
}

/** How many images the maps are made of: the first `mapSize` training images. */
export function mappedCount({ train }: Dataset, mapSize: number): number {
  return Math.min(mapSize, imageCount(train));
}

/** Opens the run's own encoder and decoder. */
export async function openCodec({ folder, device }: Run): Promise<Codec> {
  const models = {
    encoder: await folder.read(FILES.encoder),
    decoder: await folder.read(FILES.decoder),
  };
  const paths = { encoder: folder.file(FILES.encoder), decoder: folder.file(FILES.decoder) };
  return Codec.open(models, paths, device);
}

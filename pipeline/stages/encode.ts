/** Images → latents: those that the map will show. */
import { FILES } from '../contract.ts';
import { Codec } from '../engine/codec.ts';
import { encodeNpy } from '../files/npy.ts';
import { concatImages, firstImages, type Dataset, type ImageSet } from '../images.ts';
import type { Run, Stage } from './stage.ts';

export function encodeStage({ mapSize }: { readonly mapSize: number }): Stage {
  return {
    name: 'encode',
    title: 'Encode',
    reads: [FILES.encoder, FILES.decoder],
    writes: [FILES.latents, FILES.labels],
    settings: { mapSize },
    run: async (run, write) => {
      const images = mappedImages(run.dataset, mapSize);
      const codec = await openCodec(run);
      const latents = await codec.encode(images, (done, total) => {
        run.report.progress(done, total, 'images');
      });
      await codec.close();
      const { labels } = images;
      const shape = [labels.length, ...latents.shape];
      write(FILES.latents, encodeNpy({ shape, data: latents.data }));
      write(FILES.labels, encodeNpy({ shape: [labels.length], data: labels }));
      return { images: labels.length };
    },
  };
}

/**
 * The images on the map: the first `mapSize` of the training images followed by the test images.
 * An image's index here is its `id`.
 */
export function mappedImages({ train, test }: Dataset, mapSize: number): ImageSet {
  return firstImages(concatImages(train, test), mapSize);
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

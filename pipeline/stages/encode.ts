/** Images → latents: those of which the maps are made, and those to be placed on them. */
import { FILES } from '../contract.ts';
import { Codec } from '../engine/codec.ts';
import { encodeNpy } from '../files/npy.ts';
import { mappedCount, shownImages, type MapSample } from './mapped.ts';
import type { Run, Stage } from './stage.ts';

export function encodeStage(sample: MapSample): Stage {
  const { mapSize, stratified } = sample;
  return {
    name: 'encode',
    title: 'Encode',
    reads: [FILES.encoder, FILES.decoder],
    writes: [FILES.latents, FILES.labels],
    settings: { mapSize, ...(stratified && { stratified }) },
    run: async (run, write) => {
      const images = shownImages(run.dataset, sample);
      const codec = await openCodec(run);
      const latents = await codec.encode(images, (done, total) => {
        run.report.progress(done, total, 'images');
      });
      await codec.close();
      const { labels } = images;
      const shape = [labels.length, ...latents.shape];
      write(FILES.latents, encodeNpy({ shape, data: latents.data }));
      write(FILES.labels, encodeNpy({ shape: [labels.length], data: labels }));
      const mapped = mappedCount(run.dataset, sample);
      return { mapped, placed: labels.length - mapped };
    },
  };
}

/** Opens the run's own encoder and decoder. */
export async function openCodec({
  folder,
  device,
}: Pick<Run, 'folder' | 'device'>): Promise<Codec> {
  const models = {
    encoder: await folder.read(FILES.encoder),
    decoder: await folder.read(FILES.decoder),
  };
  const paths = { encoder: folder.file(FILES.encoder), decoder: folder.file(FILES.decoder) };
  return Codec.open(models, paths, device);
}

/** The models as the page holds them, and what they make of some images here, for the page to compare. */
import { FILES, type PageData } from '../contract.ts';
import { withFirstBlock } from '../engine/firstBlock.ts';
import { imageCount, pickImages, type ImageSet } from '../images.ts';
import type { PageInput } from '../page/input.ts';
import { openCodec } from './encode.ts';
import type { Run } from './stage.ts';

/** Images that the page's models are compared by, at most. */
const COMPARED = 4;

export interface PageModels extends Pick<PageInput, 'encoder' | 'decoder' | 'parity'> {
  readonly tensors: Pick<PageData, 'encoder' | 'decoder'>;
}

/** @param images all that are shown, as the page has them */
export async function pageModels(run: Run, images: ImageSet): Promise<PageModels> {
  const codec = await openCodec(run);
  const { encoder, decoder } = codec;
  const ids = spreadOver(imageCount(images), COMPARED);
  const latents = await codec.encode(pickImages(images, ids));
  const reconstructions = await codec.decode(latents, images.shape);
  await codec.close();
  const original = await run.folder.read(FILES.encoder);
  const { firstBlock, ...extended } = await withFirstBlock(original, encoder.tensors, images.shape);
  return {
    tensors: { encoder: { ...encoder.tensors, firstBlock }, decoder: decoder.tensors },
    encoder: extended.encoder,
    decoder: await run.folder.read(FILES.decoder),
    parity: { images: ids, latents: latents.data, reconstructions },
  };
}

/** Some of so many numbers, evenly apart, from 0 on. */
function spreadOver(count: number, most: number): number[] {
  const some = Math.min(count, most);
  return Array.from({ length: some }, (_, n) => Math.floor((n * count) / some));
}

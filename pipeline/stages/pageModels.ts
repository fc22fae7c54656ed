/** The models as the page holds them, and what they make of some images here, for the page to compare. */
import { FILES, type PageData } from '../contract.ts';
import { withFirstBlock } from '../engine/firstBlock.ts';
import type { ImageSet } from '../images.ts';
import type { PageInput } from '../page/input.ts';
import { pickRows } from '../tsne/algebra/vectors.ts';
import { openCodec } from './encode.ts';
import type { StoredLatents } from './latents.ts';
import type { Run } from './stage.ts';

/** Images that the page's models are compared by, at most. */
const COMPARED = 4;

export interface PageModels extends Pick<PageInput, 'encoder' | 'decoder' | 'parity'> {
  readonly tensors: Pick<PageData, 'encoder' | 'decoder'>;
}

/** @param images all that are shown, of which these are the latents */
export async function pageModels(
  run: Run,
  images: ImageSet,
  { mapped, placed, dimensions, latentShape: shape }: StoredLatents,
): Promise<PageModels> {
  const codec = await openCodec(run);
  const { encoder, decoder } = codec;
  const count = mapped.labels.length;
  const ids = spreadOver(images.labels.length, COMPARED);
  const latents = Float32Array.from([
    ...pickRows(
      mapped.vectors,
      dimensions,
      ids.filter((id) => id < count),
    ),
    ...pickRows(
      placed.vectors,
      dimensions,
      ids.flatMap((id) => (id < count ? [] : [id - count])),
    ),
  ]);
  const reconstructions = await codec.decode({ shape, data: latents }, images.shape);
  await codec.close();
  const original = await run.folder.read(FILES.encoder);
  const { firstBlock, ...extended } = await withFirstBlock(original, encoder.tensors, images.shape);
  return {
    tensors: { encoder: { ...encoder.tensors, firstBlock }, decoder: decoder.tensors },
    encoder: extended.encoder,
    decoder: await run.folder.read(FILES.decoder),
    parity: { images: ids, latents, reconstructions },
  };
}

/** Some of so many numbers, evenly apart, from 0 on. */
function spreadOver(count: number, most: number): number[] {
  const some = Math.min(count, most);
  return Array.from({ length: some }, (_, n) => Math.floor((n * count) / some));
}

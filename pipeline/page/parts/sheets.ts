/**
 * Images in colour as the page holds them: many on a sheet, in WebP, a quarter of what their bytes take
 * packed. The format is that of lossless WebP, so that every browser finds the same pixels in it; before, colours
 * are moved by up to 2 of 255 to where they take less room ("near-lossless", libwebp's cwebp).
 */
import sharp from 'sharp';
import { SHEET_SIDE, type PageSheets } from '../../contract.ts';
import { inParallel } from '../../datasets/inParallel.ts';
import { interleaved, planar } from '../../datasets/pictures.ts';
import { imageCount, imageSize, type ImageSet } from '../../images.ts';

/** From 0, which moves colours most, to 100. */
const NEARNESS = 60;

export interface Sheets {
  readonly data: PageSheets;
  /** All sheets, one after the other. */
  readonly bytes: Uint8Array;
  /** The images as they are found on the sheets. */
  readonly images: ImageSet;
}

/**
 * Of images with three channels.
 *
 * @param side of a sheet, in pixels, at most; an image that is larger has a sheet for itself
 */
export async function encodeSheets(images: ImageSet, side = SHEET_SIDE): Promise<Sheets> {
  const { height, width } = images.shape;
  const columns = Math.max(1, Math.floor(side / width));
  const perSheet = columns * Math.max(1, Math.floor(side / height));
  const count = imageCount(images);
  const starts = Array.from({ length: Math.ceil(count / perSheet) }, (_, n) => n * perSheet);
  const pixels = new Uint8Array(images.pixels.length);
  const files = new Array<Uint8Array>(starts.length);
  await inParallel(starts, async (from, n) => {
    const to = Math.min(from + perSheet, count);
    const { file, found } = await encodeSheet(images, from, to, columns);
    files[n] = file;
    pixels.set(found, from * imageSize(images.shape));
  });
  return {
    data: { columns, perSheet, lengths: files.map(({ length }) => length) },
    bytes: Buffer.concat(files),
    images: { ...images, pixels },
  };
}

async function encodeSheet({ shape, pixels }: ImageSet, from: number, to: number, columns: number) {
  const { height, width } = shape;
  const size = imageSize(shape);
  const rows = Math.ceil((to - from) / columns);
  const raw = { width: columns * width, height: rows * height, channels: 3 as const };
  const sheet = new Uint8Array(raw.width * raw.height * 3);
  // Where a line of an image stands on the sheet, and in the image.
  const eachLine = (work: (image: number, onSheet: number, inImage: number) => void) => {
    for (let i = from; i < to; i++) {
      const column = (i - from) % columns;
      const row = Math.floor((i - from) / columns);
      for (let y = 0; y < height; y++) {
        work(i, 3 * ((row * height + y) * raw.width + column * width), 3 * y * width);
      }
    }
  };
  let image: Uint8Array = new Uint8Array(0);
  eachLine((i, onSheet, inImage) => {
    if (inImage === 0) image = interleaved(pixels.subarray(i * size, (i + 1) * size), 3);
    sheet.set(image.subarray(inImage, inImage + 3 * width), onSheet);
  });
  const file = await sharp(sheet, { raw })
    .webp({ nearLossless: true, quality: NEARNESS })
    .toBuffer();
  const back = await sharp(file).removeAlpha().raw().toBuffer();
  const found = new Uint8Array((to - from) * size);
  const line = new Uint8Array(size);
  eachLine((i, onSheet, inImage) => {
    line.set(back.subarray(onSheet, onSheet + 3 * width), inImage);
    if (inImage === 3 * (height - 1) * width) found.set(planar(line, 3), (i - from) * size);
  });
  return { file, found };
}

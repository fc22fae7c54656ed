import { PAGE_BLOBS, PAGE_DATA, type PageData } from '../../pipeline/contract.ts';
import { inflate, PageError, textOf, type ReadText } from './blobs.ts';

/**
 * The images of a page that holds them on sheets of WebP; null for one that holds their bytes. What else may
 * be wrong with the file is found when it is loaded.
 *
 * @returns images × 3 × height × width, 0 to 255
 * @throws PageError where the sheets are damaged, or the browser does not read them
 */
export async function readSheets(read: ReadText): Promise<Uint8Array | null> {
  const images = imagesOf(read);
  if (!images?.sheets) return null;
  const { count, height, width, sheets } = images;
  const files = inflate(textOf(read, PAGE_BLOBS.images), PAGE_BLOBS.images);
  const size = 3 * height * width;
  const pixels = new Uint8Array(count * size);
  let at = 0;
  for (const [n, length] of sheets.lengths.entries()) {
    const sheet = await decode(files.slice(at, at + length));
    at += length;
    const first = n * sheets.perSheet;
    const last = Math.min(count, first + sheets.perSheet);
    for (let i = first; i < last; i++) {
      const x = ((i - first) % sheets.columns) * width;
      const y = Math.floor((i - first) / sheets.columns) * height;
      cut(sheet, x, y, { height, width }, pixels.subarray(i * size, (i + 1) * size));
    }
  }
  return pixels;
}

/** Null where the page's data cannot be read, which is told elsewhere. */
function imagesOf(read: ReadText): PageData['images'] | null {
  try {
    return (JSON.parse(textOf(read, PAGE_DATA)) as Partial<PageData>).images ?? null;
  } catch {
    return null;
  }
}

async function decode(file: Uint8Array): Promise<ImageData> {
  try {
    const bitmap = await createImageBitmap(new Blob([file.slice()], { type: 'image/webp' }), {
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
    });
    const canvas = document.createElement('canvas');
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    return context.getImageData(0, 0, canvas.width, canvas.height);
  } catch {
    throw new PageError(
      'This browser does not read the images of the page, which are in the format WebP: try a newer browser.',
    );
  }
}

/** Copies one image from a sheet, line by line, into planes of red, green and blue. */
function cut(
  sheet: ImageData,
  x: number,
  y: number,
  { height, width }: { readonly height: number; readonly width: number },
  into: Uint8Array,
): void {
  const plane = height * width;
  for (let row = 0; row < height; row++) {
    let from = 4 * ((y + row) * sheet.width + x);
    for (let column = 0; column < width; column++, from += 4) {
      const to = row * width + column;
      for (let c = 0; c < 3; c++) into[c * plane + to] = sheet.data[from + c];
    }
  }
}

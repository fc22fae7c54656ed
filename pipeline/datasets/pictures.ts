/** Pictures to pixels, by libvips: each fills the wanted size from its centre, in grey or in colour. */
import sharp, { type Sharp } from 'sharp';
import { imageSize, type ImageShape } from '../images.ts';

// Several pictures at a time, each on one core, come further than one on all; and nothing is seen twice.
sharp.concurrency(1);
sharp.cache(false);
// What reads other formats is kept away from files that only pretend to be of these.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'],
});

/** Seconds after which decoding is given up. */
const TIME_LIMIT = 60;

/** Transparent parts show white, as paper would. */
const BEHIND = '#fff';

/** What the head of a picture tells. */
export interface PictureHead {
  /** As it is seen: turned as its EXIF orientation says. */
  readonly height: number;
  readonly width: number;
  readonly grey: boolean;
}

/** @throws Error where the head is damaged, or tells of more than 268 million pixels */
export async function readHead(path: string): Promise<PictureHead> {
  const { autoOrient, space } = await open(path).metadata();
  const { height, width } = autoOrient;
  return { height, width, grey: space === 'b-w' || space === 'grey16' };
}

/**
 * Channels × height × width, each 0 to 255.
 *
 * @throws Error where the picture is damaged or truncated, or takes more than a minute
 */
export async function decodePicture(path: string, shape: ImageShape): Promise<Uint8Array> {
  return pixelsOf(open(path).autoOrient().flatten({ background: BEHIND }), shape);
}

/** Pixels of one shape in another; channels × height × width both. */
export async function reshapePixels(
  pixels: Uint8Array,
  { channels, height, width }: ImageShape,
  to: ImageShape,
): Promise<Uint8Array> {
  const raw = { channels: channels as 1 | 3, height, width };
  return pixelsOf(sharp(interleaved(pixels, channels), { raw }), to);
}

function open(path: string): Sharp {
  return sharp(path, { sequentialRead: true, failOn: 'error' }).timeout({ seconds: TIME_LIMIT });
}

async function pixelsOf(picture: Sharp, shape: ImageShape): Promise<Uint8Array> {
  const { channels, height, width } = shape;
  const pixels = await picture
    .resize({ width, height, fit: 'cover' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer();
  if (pixels.length !== imageSize(shape)) {
    throw new Error(`decoded to ${pixels.length} values; expected ${imageSize(shape)}`);
  }
  return planar(pixels, channels);
}

/** Height × width × channels → channels × height × width. */
export function planar(pixels: Uint8Array, channels: number): Uint8Array {
  if (channels === 1) return pixels;
  const area = pixels.length / channels;
  const planes = new Uint8Array(pixels.length);
  for (let i = 0, from = 0; i < area; i++) {
    for (let c = 0; c < channels; c++) planes[c * area + i] = pixels[from++];
  }
  return planes;
}

/** Channels × height × width → height × width × channels. */
export function interleaved(planes: Uint8Array, channels: number): Uint8Array {
  if (channels === 1) return planes;
  const area = planes.length / channels;
  const pixels = new Uint8Array(planes.length);
  for (let i = 0, to = 0; i < area; i++) {
    for (let c = 0; c < channels; c++) pixels[to++] = planes[c * area + i];
  }
  return pixels;
}

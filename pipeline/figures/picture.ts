/** Pixels as pictures inside an SVG: PNG data URIs that stay crisp at every size. */
import { encode } from 'fast-png';
import { imageSize, type ImageShape } from '../images.ts';
import { PIXEL_RATIO } from './raster.ts';
import { element, type Markup } from './svg.ts';

/** Pixels row by row, `channels` bytes each: 1 for grey, 3 for RGB, 4 with opacity. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array;
}

/** One image, channels first (C × H × W), as a picture; other than 1 or 3 channels: the first, grey. */
export function imagePicture(pixels: Uint8Array, shape: ImageShape): Picture {
  if (pixels.length !== imageSize(shape)) {
    const { channels, height, width } = shape;
    throw new RangeError(
      `an image of ${channels} × ${height} × ${width} has ${imageSize(shape)} values; got ${pixels.length}`,
    );
  }
  const { width, height } = shape;
  const channels = shape.channels === 3 ? 3 : 1;
  const area = width * height;
  const data = new Uint8Array(area * channels);
  for (let at = 0, to = 0; at < area; at++) {
    for (let c = 0; c < channels; c++) data[to++] = pixels[c * area + at];
  }
  return { width, height, channels, data };
}

/** Like {@link imagePicture} for a model's output: values outside [0, 1] are clipped, NaN is black. */
export function reconstructionPicture(values: Float32Array, shape: ImageShape): Picture {
  // Uint8ClampedArray rounds, clips, and turns NaN into 0.
  const bytes = Uint8ClampedArray.from(values, (value) => value * 255);
  return imagePicture(new Uint8Array(bytes.buffer), shape);
}

/**
 * How large to draw a picture in a square of `side` px: the largest multiple of its size at which
 * every pixel is a whole number of PNG pixels; pictures with more pixels than that are shrunk to fit.
 */
export function pictureScale(
  size: { readonly width: number; readonly height: number },
  side: number,
): number {
  const fitting = side / Math.max(size.width, size.height);
  const whole = Math.floor(fitting * PIXEL_RATIO) / PIXEL_RATIO;
  return whole > 0 ? whole : fitting;
}

/**
 * Places a picture, `scale` px a pixel. Its pixels are repeated before embedding, since many
 * programs (resvg, office suites) know no `image-rendering: pixelated` and would blur them.
 */
export function drawPicture(picture: Picture, x: number, y: number, scale: number): Markup {
  const repeat = Math.max(1, Math.round(scale * PIXEL_RATIO));
  return element('image', {
    x,
    y,
    width: picture.width * scale,
    height: picture.height * scale,
    style: scale * PIXEL_RATIO < 1 ? undefined : 'image-rendering:pixelated',
    href: dataUri(enlarge(picture, repeat)),
  });
}

function enlarge({ width, height, channels, data }: Picture, factor: number): Picture {
  const large = new Uint8Array(data.length * factor * factor);
  const rowLength = width * factor * channels;
  for (let y = 0; y < height; y++) {
    const start = y * factor * rowLength;
    for (let x = 0, to = start; x < width; x++) {
      const from = (y * width + x) * channels;
      for (let k = 0; k < factor; k++) {
        for (let c = 0; c < channels; c++) large[to++] = data[from + c];
      }
    }
    for (let k = 1; k < factor; k++) {
      large.copyWithin(start + k * rowLength, start, start + rowLength);
    }
  }
  return { width: width * factor, height: height * factor, channels, data: large };
}

function dataUri({ width, height, channels, data }: Picture): string {
  const png = encode({ width, height, channels, depth: 8, data });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

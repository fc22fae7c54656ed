/** An encoder and its decoder: images → latents → images. */
import { InputError } from '../errors.ts';
import {
  imageCount,
  imageDimensions,
  imageSize,
  toFloats,
  type ImageSet,
  type ImageShape,
} from '../images.ts';
import type { Device } from './device.ts';
import { Model } from './model.ts';

/** Called as images are done. */
export type Progress = (done: number, total: number) => void;

export interface Latents {
  /** Of one image, without the batch axis. */
  readonly shape: readonly number[];
  /** Images × the product of the shape, row-major. */
  readonly data: Float32Array;
}

export class Codec {
  private constructor(
    readonly encoder: Model,
    readonly decoder: Model,
    private readonly paths: { readonly encoder: string; readonly decoder: string },
  ) {}

  /** @param paths named in errors */
  static async open(
    models: { readonly encoder: Uint8Array; readonly decoder: Uint8Array },
    paths: { readonly encoder: string; readonly decoder: string },
    device: Device,
  ): Promise<Codec> {
    const encoder = await Model.open(models.encoder, paths.encoder, device);
    const decoder = await Model.open(models.decoder, paths.decoder, device);
    return new Codec(encoder, decoder, paths);
  }

  /** Latents of all images. */
  async encode(images: ImageSet, progress: Progress = ignore): Promise<Latents> {
    const count = imageCount(images);
    let data = new Float32Array();
    const shape = await this.encoder.run(
      count,
      imageDimensions(images.shape),
      (from, to) => toFloats(images, range(from, to)),
      (from, results, size) => {
        if (from === 0) data = new Float32Array(count * size);
        data.set(results, from * size);
        progress(from + results.length / size, count);
      },
    );
    return { shape, data };
  }

  /**
   * Images from latents, in [0, 1] where the decoder ends so.
   *
   * @throws InputError where the decoder gives images of another shape
   */
  async decode(latents: Latents, image: ImageShape): Promise<Float32Array> {
    const latentSize = latents.shape.reduce((product, length) => product * length, 1);
    const count = latents.data.length / latentSize;
    const images = new Float32Array(count * imageSize(image));
    const wanted = imageDimensions(image);
    await this.decoder.run(
      count,
      latents.shape,
      (from, to) => latents.data.slice(from * latentSize, to * latentSize),
      (from, results, size, shape) => {
        if (shape.join() !== wanted.join()) {
          throw new InputError(
            `${this.paths.decoder} gives images of ${shape.join(' × ')}, ` +
              `these are ${wanted.join(' × ')} (channels × height × width).`,
          );
        }
        images.set(results, from * size);
      },
    );
    return images;
  }

  /** Images → latents → images, N × C × H × W. */
  async reconstruct(images: ImageSet): Promise<Float32Array> {
    return this.decode(await this.encode(images), images.shape);
  }

  async close(): Promise<void> {
    await this.encoder.close();
    await this.decoder.close();
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

function ignore(): void {
  // Nobody watches.
}

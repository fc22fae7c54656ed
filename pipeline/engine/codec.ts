/** An encoder and its decoder: images → latents → images. */
import { count } from '../../exporter/shapes.ts';
import { InputError } from '../errors.ts';
import { imageDimensions, type ImageSet, type ImageShape } from '../images.ts';
import type { Device } from './devices/device.ts';
import { imageItems, Model, type Progress, type Results } from './model.ts';

/** One for each image. */
export type Latents = Results;

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
  async encode(images: ImageSet, progress?: Progress): Promise<Latents> {
    const latents = await this.encoder.run(imageItems(images), undefined, progress);
    this.encoder.checkFinite(latents);
    return latents;
  }

  /**
   * Images from latents, in [0, 1] where the decoder ends so.
   *
   * @throws InputError where the decoder gives images of another shape
   */
  async decode({ shape, data }: Latents, image: ImageShape): Promise<Float32Array> {
    const size = count(shape);
    const wanted = imageDimensions(image);
    const items = {
      count: data.length / size,
      shape,
      read: (from: number, to: number) => data.subarray(from * size, to * size),
    };
    const images = await this.decoder.run(items, (got) => {
      if (got.join() === wanted.join()) return;
      throw new InputError(
        `${this.paths.decoder} gives images of ${got.join(' × ')}, ` +
          `these are ${wanted.join(' × ')} (channels × height × width).`,
      );
    });
    this.decoder.checkFinite(images);
    return images.data;
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

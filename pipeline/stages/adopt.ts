/** Takes an encoder and a decoder that were trained elsewhere into the run's folder. */
import { readFileSync } from 'node:fs';
import { FILES } from '../contract.ts';
import { Codec, type Latents } from '../engine/codec.ts';
import { InputError } from '../errors.ts';
import { sha256 } from '../files/runFolder.ts';
import { firstImages } from '../images.ts';
import type { AnalyzeSettings } from '../settings/analyze.ts';
import type { Stage } from './stage.ts';

export function adoptStage({ encoder, decoder }: AnalyzeSettings): Stage {
  const models = {
    encoder: readModel('--encoder', encoder),
    decoder: readModel('--decoder', decoder),
  };
  return {
    name: 'adopt',
    title: 'Check models',
    reads: [],
    writes: [FILES.encoder, FILES.decoder],
    settings: { encoder: sha256(models.encoder), decoder: sha256(models.decoder) },
    run: async ({ dataset, device }, write) => {
      const codec = await Codec.open(models, { encoder, decoder }, device);
      // Some images show whether the pair fits them, before anything is written.
      const images = firstImages(dataset.train, IMAGES_TO_TRY);
      const latents = await codec.encode(images);
      checkVaried(latents, encoder);
      await codec.decode(latents, images.shape);
      await codec.close();
      write(FILES.encoder, models.encoder);
      write(FILES.decoder, models.decoder);
      return {};
    },
  };
}

const IMAGES_TO_TRY = 100;

/** Refuses an encoder that tells no image from another. */
function checkVaried({ shape, data }: Latents, path: string): void {
  const size = shape.reduce((product, length) => product * length, 1);
  if (data.some((value, i) => value !== data[i % size])) return;
  throw new InputError(
    `--encoder ${path} gives the same latent, [${shape.join(', ')}], for ${data.length / size || 'all'} images; ` +
      'there is nothing to map. Is it the encoder of these images, and trained?',
  );
}

function readModel(option: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new InputError(
      `${option} ${path} cannot be read (${reason}); give the path of an .onnx file.`,
    );
  }
}

/** Takes an encoder and a decoder that were trained elsewhere into the run's folder. */
import { readFileSync } from 'node:fs';
import { FILES } from '../contract.ts';
import { Codec } from '../engine/codec.ts';
import { InputError } from '../errors.ts';
import { sha256 } from '../files/runFolder.ts';
import { firstImages } from '../images.ts';
import type { AnalyzeSettings } from '../settings.ts';
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
    run: async ({ folder, dataset }) => {
      const codec = await Codec.open(models, { encoder, decoder });
      // Running a few images shows whether the shapes fit, before anything is written.
      await codec.reconstruct(firstImages(dataset.train, 2));
      await codec.close();
      folder.write(FILES.encoder, models.encoder);
      folder.write(FILES.decoder, models.decoder);
      return {};
    },
  };
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

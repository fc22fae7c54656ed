/** Trained weights → smaller variants of the models, and what each loses and gains. */
import type { InferenceGraphs } from '../../exporter/inferenceModels.ts';
import { encodeModel, type ModelDescription } from '../../exporter/onnx.ts';
import { withHalfWeights } from '../../exporter/variants/halfWeights.ts';
import {
  FILES,
  VARIANT_MODELS,
  VARIANTS,
  variantFile,
  type Calibration,
  type Variant,
  type VariantName,
  type Variants,
} from '../contract.ts';
import { Codec } from '../engine/codec.ts';
import { CPU } from '../engine/devices/device.ts';
import { Failure } from '../errors.ts';
import { recordedTraining, type TrainingSettings } from '../training/settings.ts';
import { lossesOf, type Reference } from '../variants/losses.ts';
import { quantizedModels } from '../variants/quantize.ts';
import { speedsOf } from '../variants/speeds.ts';
import { trainedModels } from './export.ts';
import type { Clock, Run, Stage } from './stage.ts';

/** @param names what was asked for, at least one */
export function variantsStage(settings: TrainingSettings, names: readonly VariantName[]): Stage {
  return {
    name: 'variants',
    title: 'Variants',
    reads: [FILES.training, ...VARIANT_MODELS.map((model) => FILES[model])],
    writes: [FILES.variants, ...names.flatMap(filesOf)],
    settings: { ...recordedTraining(settings), export: names.join(',') },
    run: async (run, write, clock) => {
      const { graphs, descriptions } = await trainedModels(run, settings);
      const made = [{ name: 'float32', models: await floatModels(run) }] as NamedModels[];
      let calibration: Calibration | undefined;
      for (const name of names) {
        const variant = await variantOf(name, graphs, run, settings.seed);
        calibration ??= variant.calibration;
        const models = encoded(name, variant.graphs, descriptions);
        for (const model of VARIANT_MODELS) write(variantFile(model, name), models[model]);
        made.push({ name, models });
      }
      const variants = await measured(run, made, clock);
      const content: Variants = { variants, ...(calibration && { calibration }) };
      write(FILES.variants, `${JSON.stringify(content, null, 2)}\n`);
      // Those of a run with other settings.
      for (const name of VARIANTS.filter((each) => !names.includes(each))) {
        for (const file of filesOf(name)) run.folder.remove(file);
      }
      return {};
    },
  };
}

type Models = Readonly<Record<(typeof VARIANT_MODELS)[number], Uint8Array>>;

interface NamedModels {
  readonly name: Variant['name'];
  readonly models: Models;
}

function filesOf(name: VariantName): string[] {
  return VARIANT_MODELS.map((model) => variantFile(model, name));
}

/** The run's models as they are. */
async function floatModels({ folder }: Run): Promise<Models> {
  return {
    encoder: await folder.read(FILES.encoder),
    decoder: await folder.read(FILES.decoder),
    autoencoder: await folder.read(FILES.autoencoder),
  };
}

interface VariantGraphs {
  readonly graphs: InferenceGraphs;
  readonly calibration?: Calibration;
}

async function variantOf(
  name: VariantName,
  graphs: InferenceGraphs,
  { dataset }: Run,
  seed: number,
): Promise<VariantGraphs> {
  switch (name) {
    case 'fp16':
      return { graphs: halved(graphs) };
    case 'int8':
      return quantizedModels(graphs, dataset.train, seed);
  }
}

function halved({ encoder, decoder, autoencoder }: InferenceGraphs): InferenceGraphs {
  try {
    return {
      encoder: withHalfWeights(encoder),
      decoder: withHalfWeights(decoder),
      autoencoder: withHalfWeights(autoencoder),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure(`--export fp16: ${error.message}; leave it out.`);
  }
}

/** What a variant says of itself, before what is said of the model that it was made from. */
const SENTENCES: Readonly<Record<VariantName, string>> = {
  fp16: 'A variant with its weights as float16, which are cast to float32 when it is loaded and computed with so.',
  int8: 'A variant that computes in 8 bits (QuantizeLinear, DequantizeLinear), calibrated on training images.',
};

function encoded(
  name: VariantName,
  graphs: InferenceGraphs,
  descriptions: Readonly<Record<keyof InferenceGraphs, ModelDescription>>,
): Models {
  const bytes = (model: keyof InferenceGraphs) => {
    const { documentation, facts, ...rest } = descriptions[model];
    return encodeModel(graphs[model], {
      ...rest,
      documentation: [
        SENTENCES[name],
        'Of the model that it was made from, whose inputs and outputs it has:',
        documentation,
      ].join('\n'),
      facts: { ...facts, variant: name },
    });
  };
  return {
    encoder: bytes('encoder'),
    decoder: bytes('decoder'),
    autoencoder: bytes('autoencoder'),
  };
}

/**
 * What each variant loses, on the test images, and how fast it is; on the processor, which all variants
 * are for.
 */
async function measured(
  { dataset: { test }, report, folder }: Run,
  made: readonly NamedModels[],
  clock: Clock,
): Promise<Variant[]> {
  const paths = { encoder: folder.file(FILES.encoder), decoder: folder.file(FILES.decoder) };
  const codecs: Codec[] = [];
  const variants: Variant[] = [];
  let reference: Reference | null = null;
  for (const [i, { name, models }] of made.entries()) {
    report.progress(i, made.length, 'variants');
    const codec = await Codec.open(models, paths, CPU);
    const { losses, own } = await lossesOf(codec, test, reference);
    reference ??= own;
    codecs.push(codec);
    variants.push({ name, bytes: sizes(models), ...losses });
  }
  for (const [i, { encode, decode }] of (await speedsOf(codecs, test)).entries()) {
    clock(`${made[i].name}.encode`, encode);
    clock(`${made[i].name}.decode`, decode);
  }
  for (const codec of codecs) await codec.close();
  return variants;
}

function sizes({ encoder, decoder, autoencoder }: Models): Variant['bytes'] {
  return { encoder: encoder.length, decoder: decoder.length, autoencoder: autoencoder.length };
}

/** The options of `npm run pipeline`. */
import { Command, InvalidArgumentError, Option, type OptionValues } from 'commander';
import { LIKELIHOODS } from '../../exporter/objectives/likelihoods.ts';
import { VARIANTS, type VariantName } from '../contract.ts';
import { ENGINES, type Engine } from '../engine/open.ts';
import { InputError } from '../errors.ts';
import { MODELS, type ModelOptions } from '../training/network.ts';
import { withAnalysisOptions, type AnalysisSettings } from './analysis.ts';
import { flagOf, givenOf, parse } from './command.ts';
import { factor, listOf, oneOf, positiveFloat, wholeNumber } from './values.ts';

/** What training depends on besides the images. */
export interface TrainingOptions extends ModelOptions {
  readonly epochs: number;
  /** Images a step. */
  readonly batchSize: number;
  /** Adam's α, above 0 in float32. */
  readonly learningRate: number;
  /** What trains. */
  readonly engine: Engine;
  /** Start of every random sequence. */
  readonly seed: number;
}

/** How the likelihood of test images under a variational autoencoder is estimated. */
export interface LikelihoodSampling {
  /** Draws of the latent for each image. */
  readonly likelihoodSamples: number;
  /** First so many test images; 0: none, which leaves the likelihood out. */
  readonly likelihoodImages: number;
}

export interface PipelineSettings extends AnalysisSettings, TrainingOptions, LikelihoodSampling {
  /** Name or index of the class that training shall not see; null: it sees all. */
  readonly leaveOut: string | null;
  /** Smaller variants of the models, to be written beside them. */
  readonly export: readonly VariantName[];
  /** Go on from the training in the folder, with its options where none are given. */
  readonly resume: boolean;
  /** The options that were given, without the defaults of the others. */
  readonly given: Partial<TrainingOptions & Pick<AnalysisSettings, 'projection'>>;
}

/**
 * More numbers than images of 32 x 32 in colour have (3,072): a latent of more would compress nothing, and
 * the weights of the layers around it, thousands for each dimension, soon fill the memory.
 */
const MOST_DIMENSIONS = 4096;

/**
 * @param argv the words after the command
 * @throws InputError for unknown or malformed options; CommanderError with exit code 0 after `--help`
 */
export function pipelineSettings(argv: readonly string[]): PipelineSettings {
  const command = new Command('npm run pipeline --')
    .description(
      'Trains an autoencoder on images, exports it as ONNX, maps its latent space and writes one ' +
        'HTML page that runs the models.',
    )
    .addOption(
      new Option('--model <name>', 'a convolutional autoencoder, or a variational one')
        .choices(MODELS)
        .default('cae'),
    )
    .option(
      '--latent-dim <n>',
      'dimensions of the latent (vae)',
      wholeNumber(1, MOST_DIMENSIONS),
      16,
    )
    .addOption(
      new Option(
        '--likelihood <name>',
        'pixels are drawn black or white, or lie around their reconstruction (vae)',
      )
        .choices(Object.keys(LIKELIHOODS))
        .default('bernoulli'),
    )
    .option('--beta <x>', 'weight of the KL divergence in the loss (vae)', factor, 1)
    .option(
      '--kl-warm-up <epochs>',
      'epochs over which that weight grows from 0 (vae)',
      wholeNumber(0),
      0,
    )
    .option(
      '--likelihood-samples <n>',
      'draws for each image whose likelihood is estimated (vae)',
      wholeNumber(1),
      200,
    )
    .option(
      '--likelihood-images <n>',
      'first n test images whose likelihood is estimated, which takes long; 0 leaves it out (vae)',
      noneOrSeveral,
      500,
    )
    .option('--epochs <n>', 'passes over the training images', wholeNumber(1), 5)
    .option('--batch-size <n>', 'images a training step', wholeNumber(1), 64)
    .option('--learning-rate <x>', "Adam's step size", positiveFloat, 0.001)
    .addOption(
      new Option('--engine <name>', 'what trains: ONNX Runtime or TensorFlow.js')
        .choices(ENGINES)
        .default('onnx'),
    )
    .addOption(
      new Option(
        '--leave-out <class>',
        'name or index of a class that training shall not see; how well its test images can be ' +
          'told by their error is measured',
      ).default(null, 'none'),
    )
    .addOption(
      new Option(
        '--export <names>',
        `smaller variants of the models, to be written beside them: ${VARIANTS.join(', ')}, or both`,
      )
        .argParser(listOf(variantName))
        .default([], 'none'),
    )
    .addOption(
      new Option(
        '--resume',
        'go on from the training in the folder, be it with more --epochs or another ' +
          '--learning-rate; options of training that are not given are as they were there',
      ).conflicts('force'),
    );
  const options = parse(withAnalysisOptions(command, '<model>'), argv);
  checkModelOptions(command, options);
  return { resume: false, ...options, given: givenOf(command, options) } as PipelineSettings;
}

const VARIATIONAL = [
  'latentDim',
  'likelihood',
  'beta',
  'klWarmUp',
  'likelihoodSamples',
  'likelihoodImages',
] as const;

/** Options of one network must not be given in vain to another. */
function checkModelOptions(command: Command, options: OptionValues): void {
  const given = givenOf(command, options);
  if (options.model === 'vae' || given.resume) return;
  const vain = VARIATIONAL.find((name) => name in given);
  if (vain === undefined) return;
  throw new InputError(`${flagOf(vain)} is for --model vae, and the model is ${options.model}.`);
}

/** One has no interval. */
function noneOrSeveral(text: string): number {
  if (Number(text) === 1) throw new InvalidArgumentError('Expected 0, or a whole number from 2.');
  return wholeNumber(0)(text);
}

function variantName(text: string): VariantName {
  return oneOf(VARIANTS, text);
}

/** `npm run pipeline`: images → trained models → latents → map → measures → figures → page. */
import { runCommand } from './command.ts';
import { recordedImages } from './datasets/load.ts';
import { InputError } from './errors.ts';
import { execute, runFolder } from './execute.ts';
import { recordedMaps } from './projections/maps.ts';
import { pipelineSettings, type PipelineSettings } from './settings/pipeline.ts';
import { analysisStages } from './stages/analysis.ts';
import { exportStage } from './stages/export.ts';
import { likelihoodStage } from './stages/likelihood.ts';
import { modelCardStage } from './stages/modelCard.ts';
import { trainStage } from './stages/train.ts';
import { variantsStage } from './stages/variants.ts';
import { trainingSettings } from './training/resume.ts';
import { recordedTraining, type TrainingSettings } from './training/settings.ts';

/**
 * What is asked for, else t-SNE; a latent of two numbers needs none.
 *
 * @throws InputError for no projection where the latent will have more numbers
 */
function projectionOf(asked: PipelineSettings, { model, latentDim }: TrainingSettings) {
  const isPlane = model === 'vae' && latentDim === 2;
  if (asked.projection.includes('latent') && !isPlane) {
    throw new InputError(
      '--projection latent shows latents of two numbers as they are: it goes with --model vae --latent-dim 2.',
    );
  }
  return isPlane && !('projection' in asked.given) ? (['latent'] as const) : asked.projection;
}

await runCommand(async (argv, interruption) => {
  const asked = pipelineSettings(argv);
  const folder = runFolder(asked, asked.model);
  const training = await trainingSettings(asked, folder);
  // A resumed training brings its seed along, which is that of the map too.
  const settings = { ...asked, seed: training.seed, projection: projectionOf(asked, training) };
  const { leaveOut } = settings;
  const recorded = {
    ...recordedImages(settings),
    leaveOut: leaveOut ?? 'none',
    ...recordedTraining(training),
    ...recordedMaps(settings),
  };
  const variational = training.model === 'vae';
  // Others have no likelihood, or one up to a constant.
  const hasLikelihood = variational && training.likelihood === 'bernoulli';
  const sampled = hasLikelihood && settings.likelihoodImages > 0 ? settings : null;
  const stages = [
    trainStage(training, settings),
    exportStage(training),
    ...(sampled ? [likelihoodStage(training, sampled)] : []),
    ...analysisStages(settings, recorded, { trained: true, variational, likelihood: sampled }),
    // After all that would be the same without.
    ...(settings.export.length > 0 ? [variantsStage(training, settings.export)] : []),
  ];
  await execute({
    command: 'pipeline',
    folder,
    settings,
    recorded,
    leaveOut,
    stages: [...stages, modelCardStage(stages, true)],
    interruption,
  });
});

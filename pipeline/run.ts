/** `npm run pipeline`: images → trained models → latents → map → measures → figures → page. */
import { runCommand } from './command.ts';
import { recordedImages } from './datasets/load.ts';
import { execute, runFolder } from './execute.ts';
import { recordedMaps } from './projections/maps.ts';
import { pipelineSettings } from './settings.ts';
import { analysisStages } from './stages/analysis.ts';
import { exportStage } from './stages/export.ts';
import { likelihoodStage } from './stages/likelihood.ts';
import { trainStage } from './stages/train.ts';
import { trainingSettings } from './training/resume.ts';
import { recordedTraining } from './training/settings.ts';

await runCommand(async (argv, interruption) => {
  const asked = pipelineSettings(argv);
  const folder = runFolder(asked, asked.model);
  const training = await trainingSettings(asked, folder);
  // A resumed training brings its seed along, which is that of the map too.
  const settings = { ...asked, seed: training.seed };
  const { leaveOut } = settings;
  const recorded = {
    ...recordedImages(settings),
    leaveOut: leaveOut ?? 'none',
    ...recordedTraining(training),
    ...recordedMaps(settings),
  };
  const variational = training.model === 'vae';
  // Others have no likelihood, or one up to a constant.
  const sampled = variational && training.likelihood === 'bernoulli' ? settings : null;
  await execute({
    command: 'pipeline',
    folder,
    settings,
    recorded,
    leaveOut,
    stages: [
      trainStage(training, settings),
      exportStage(training),
      ...(sampled ? [likelihoodStage(training, sampled)] : []),
      ...analysisStages(settings, recorded, { trained: true, variational, likelihood: sampled }),
    ],
    interruption,
  });
});

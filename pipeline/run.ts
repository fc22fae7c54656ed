/** `npm run pipeline`: images → trained models → latents → map → measures → figures → page. */
import { runCommand } from './command.ts';
import { execute, runFolder } from './execute.ts';
import { pipelineSettings } from './settings.ts';
import { analysisStages } from './stages/analysis.ts';
import { exportStage } from './stages/export.ts';
import { trainStage } from './stages/train.ts';
import { trainingSettings } from './training/resume.ts';
import { recordedTraining } from './training/settings.ts';

await runCommand(async (argv, interruption) => {
  const settings = pipelineSettings(argv);
  const folder = runFolder(settings, 'cae');
  const training = await trainingSettings(settings, folder);
  const { dataset, limit, perplexity, mapSize } = settings;
  const recorded = { dataset, limit, ...recordedTraining(training), perplexity, mapSize };
  await execute({
    command: 'pipeline',
    folder,
    settings,
    recorded,
    stages: [
      trainStage(training, settings),
      exportStage(training),
      ...analysisStages(settings, recorded, true),
    ],
    interruption,
  });
});

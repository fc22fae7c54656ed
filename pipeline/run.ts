/** `npm run pipeline`: images → trained models → latents → map → measures → figures → page. */
import { runCommand } from './command.ts';
import { execute } from './execute.ts';
import { pipelineSettings } from './settings.ts';
import { analysisStages } from './stages/analysis.ts';
import { exportStage } from './stages/export.ts';
import { trainStage } from './stages/train.ts';

await runCommand(async (argv) => {
  const settings = pipelineSettings(argv);
  const { dataset, limit, seed, epochs, batchSize, learningRate, engine, perplexity, mapSize } =
    settings;
  const recorded = {
    dataset,
    limit,
    seed,
    epochs,
    batchSize,
    learningRate,
    engine,
    perplexity,
    mapSize,
  };
  await execute({
    command: 'pipeline',
    model: 'cae',
    settings,
    recorded,
    stages: [
      trainStage(settings),
      exportStage(settings),
      ...analysisStages(settings, recorded, true),
    ],
  });
});

/**
 * `npm run analyze`: any encoder and decoder → latents → map → measures → figures → page; or any images →
 * their places on the maps of a run.
 */
import { runCommand } from './command.ts';
import { recordedImages } from './datasets/load.ts';
import { execute, runFolder } from './execute.ts';
import type { Interruption } from './interruption.ts';
import { recordedMaps } from './projections/maps.ts';
import { analyzeSettings, type AnalyzeSettings } from './settings/analyze.ts';
import { placeImages } from './shards/placeImages.ts';
import { adoptStage } from './stages/adopt.ts';
import { analysisStages } from './stages/analysis.ts';
import { modelCardStage } from './stages/modelCard.ts';

/** Nothing but the files is known of models from elsewhere. */
const UNKNOWN = { trained: false, variational: false, likelihood: null };

await runCommand(async (argv, interruption) => {
  const settings = analyzeSettings(argv);
  if ('onto' in settings) await placeImages(settings);
  else await analyzeModels(settings, interruption);
});

async function analyzeModels(settings: AnalyzeSettings, interruption: Interruption): Promise<void> {
  const adopt = adoptStage(settings);
  const recorded = {
    ...recordedImages(settings),
    seed: settings.seed,
    ...recordedMaps(settings),
    ...adopt.settings,
  };
  const stages = [adopt, ...analysisStages(settings, recorded, UNKNOWN)];
  await execute({
    command: 'analyze',
    folder: runFolder(settings, 'analysis'),
    settings,
    recorded,
    leaveOut: null,
    stages: [...stages, modelCardStage(stages, UNKNOWN.trained)],
    interruption,
  });
}

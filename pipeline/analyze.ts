/** `npm run analyze`: any encoder and decoder → latents → map → measures → figures → page. */
import { runCommand } from './command.ts';
import { execute, runFolder } from './execute.ts';
import { recordedMaps } from './projections/maps.ts';
import { analyzeSettings } from './settings.ts';
import { adoptStage } from './stages/adopt.ts';
import { analysisStages } from './stages/analysis.ts';

await runCommand(async (argv, interruption) => {
  const settings = analyzeSettings(argv);
  const { dataset, limit, seed } = settings;
  const adopt = adoptStage(settings);
  const recorded = { dataset, limit, seed, ...recordedMaps(settings), ...adopt.settings };
  await execute({
    command: 'analyze',
    folder: runFolder(settings, 'analysis'),
    settings,
    recorded,
    stages: [adopt, ...analysisStages(settings, recorded, false)],
    interruption,
  });
});

/** The stages after training, in order; both commands run them. */
import type { Manifest } from '../files/manifest.ts';
import type { AnalysisSettings, LikelihoodSampling } from '../settings.ts';
import { drawStage } from './draw.ts';
import { encodeStage } from './encode.ts';
import { mapStage } from './map.ts';
import { measureStage } from './measure.ts';
import { neighboursStage } from './neighbours.ts';
import { pageStage } from './page.ts';
import { placeStage } from './place.ts';
import { rerunStage } from './rerun.ts';
import type { Stage } from './stage.ts';

/**
 * @param recorded the settings that decide about the results
 * @param trained whether this run trained the models, so that there is a history to show
 * @param likelihood how it was sampled before; null where it was not
 */
export function analysisStages(
  settings: AnalysisSettings,
  recorded: Manifest['settings'],
  trained: boolean,
  likelihood: LikelihoodSampling | null = null,
): Stage[] {
  return [
    encodeStage(settings),
    neighboursStage(settings),
    mapStage(settings),
    placeStage(settings),
    ...(settings.projection.includes('tsne') ? [rerunStage(settings)] : []),
    measureStage(settings, likelihood),
    drawStage(settings, trained),
    pageStage(settings, recorded, trained),
  ];
}

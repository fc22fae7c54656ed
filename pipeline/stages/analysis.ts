/** The stages after training, in order; both commands run them. */
import type { Manifest } from '../files/manifest.ts';
import type { AnalysisSettings } from '../settings/analysis.ts';
import type { LikelihoodSampling } from '../settings/pipeline.ts';
import { drawStage, type Drawn } from './draw.ts';
import { encodeStage } from './encode.ts';
import { mapStage } from './map.ts';
import { measureStage } from './measure.ts';
import { neighboursStage } from './neighbours.ts';
import { pageStage } from './page.ts';
import { placeStage } from './place.ts';
import { pointsStage } from './points.ts';
import { rerunStage } from './rerun.ts';
import type { Stage } from './stage.ts';

/** What is known of the models besides their files. */
export interface Analysed extends Drawn {
  /** How it was sampled before; null where it was not. */
  readonly likelihood: LikelihoodSampling | null;
}

/**
 * @param recorded the settings that decide about the results
 */
export function analysisStages(
  settings: AnalysisSettings,
  recorded: Manifest['settings'],
  { likelihood, ...drawn }: Analysed,
): Stage[] {
  return [
    encodeStage(settings),
    neighboursStage(settings),
    mapStage(settings),
    placeStage(settings),
    ...(settings.projection.includes('tsne') ? [rerunStage(settings)] : []),
    measureStage(settings, likelihood),
    pointsStage(settings, recorded),
    drawStage(settings, drawn),
    pageStage(settings, recorded, drawn.trained),
  ];
}

/** Figure: the maps coloured by how badly the neighbourhood of each point is torn there. */
import { mean } from 'd3-array';
import type { Dataset } from '../images.ts';
import type { Place } from './classLabels.ts';
import {
  DISTORTION_STEPS,
  distortionColour,
  distortionStep,
  drawDistortionScale,
} from './distortionScale.ts';
import { expectValues } from './latentPictures.ts';
import { drawPanels, type Panel } from './mapPanels.ts';
import type { DrawnMap } from './maps.ts';
import { drawSheet, MARGIN } from './style.ts';
import { formatCount, formatNumber } from './text.ts';

export interface DistortionInput {
  readonly dataset: Pick<Dataset, 'title'>;
  readonly maps: readonly DistortedMap[];
}

export interface DistortedMap extends DrawnMap {
  /** N: 0 (a whole neighbourhood) to 1. */
  readonly distortion: Float32Array;
}

/** @throws RangeError if there is not one position for each distortion */
export function distortionFigure({ dataset, maps }: DistortionInput): string {
  const count = maps[0].distortion.length;
  return drawSheet({
    title: `How far to trust the ${maps.length === 1 ? 'map' : 'maps'} of ${dataset.title}`,
    subtitle:
      `${formatCount(count)} points, the most distorted drawn last · distortion: how many of all ` +
      'points have come between a point and its 10 nearest in latent space, on average',
    description: maps
      .map(({ title, distortion }) => `${title}: ${meanDistortion(distortion)}`)
      .join('; '),
    draw: (top) => {
      const drawn = drawPanels(maps.map(panel), top, 'above');
      const scale = drawDistortionScale(MARGIN, drawn.bottom + 36);
      return { content: [...drawn.content, ...scale.content], bottom: scale.bottom };
    },
  });
}

function panel({ title, positions, distortion }: DistortedMap): Panel {
  expectValues('positions', positions, distortion.length, 2);
  const groups = Array.from({ length: DISTORTION_STEPS }, (_, step) => {
    return { colour: distortionColour(step), points: [] as Place[] };
  });
  distortion.forEach((value, i) => {
    groups[distortionStep(value)].points.push({ x: positions[2 * i], y: positions[2 * i + 1] });
  });
  return { title, subtitle: meanDistortion(distortion), groups };
}

function meanDistortion(distortion: Float32Array): string {
  return `mean distortion ${formatNumber(100 * (mean(distortion) ?? 0))} %`;
}

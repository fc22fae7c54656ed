/** Figure: several maps of the same latents beside each other, coloured by class. */
import type { PageMap } from '../contract.ts';
import type { Dataset } from '../images.ts';
import { drawClassNames } from './classNames.ts';
import { expectValues } from './latentPictures.ts';
import { leftOutSentences } from './leftOut.ts';
import { drawLegend } from './legend.ts';
import { drawPanels, type Panel } from './mapPanels.ts';
import { classPoints, countedEntries, type ClassPoints } from './map.ts';
import { CONTENT_WIDTH, drawSheet, MARGIN } from './style.ts';
import { formatCount } from './text.ts';

/** Type size of the names on the maps, in px. */
const CLASS_NAME_SIZE = 15;

export interface MapsInput {
  readonly dataset: Pick<Dataset, 'title' | 'classNames' | 'leftOut'>;
  readonly maps: readonly DrawnMap[];
  /** Class of each point. */
  readonly labels: Int32Array;
}

export interface DrawnMap extends Pick<PageMap, 'title' | 'settings'> {
  /** N × 2: x then y; units without meaning. */
  readonly positions: Float32Array;
}

/** @throws RangeError if there is not one position for each label */
export function mapsFigure({ dataset, maps, labels }: MapsInput): string {
  for (const { positions } of maps) expectValues('positions', positions, labels.length, 2);
  const panels = maps.map(({ title, settings, positions }): Panel<ClassPoints> => ({
    title,
    subtitle: settings,
    groups: classPoints(dataset, positions, labels),
    above: (classes, { width }) => drawClassNames(classes, CLASS_NAME_SIZE, width),
  }));
  return drawSheet({
    title: `${dataset.title}: ${formatCount(maps.length)} maps of ${formatCount(labels.length)} latents`,
    subtitle: [
      'Each point is a training image, the same images on every map.',
      'Test images placed on the maps are not drawn here.',
      ...leftOutSentences(dataset),
    ].join(' '),
    description: `Scatter plots of the same points: ${maps.map(({ title }) => title).join(', ')}.`,
    draw: (top) => {
      const drawn = drawPanels(panels, top);
      const legend = drawLegend(countedEntries(dataset, panels[0].groups), {
        x: MARGIN,
        y: drawn.bottom + 24,
        width: CONTENT_WIDTH,
      });
      return { content: [...drawn.content, ...legend.content], bottom: legend.bottom };
    },
  });
}

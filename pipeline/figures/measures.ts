/** Figure: what latent space and maps keep, as marks on axes; and how well each class is reconstructed. */
import type { Measure, Metrics } from '../contract.ts';
import type { Dataset } from '../images.ts';
import { drawClassPanels } from './classPanels.ts';
import { leftOutSentences } from './leftOut.ts';
import { drawMeasureRows } from './measureRows.ts';
import { drawSheet } from './style.ts';
import { formatMeasured } from './text.ts';

export interface MeasuresInput {
  readonly dataset: Pick<Dataset, 'title' | 'classNames' | 'leftOut'>;
  readonly metrics: Metrics;
}

/** Between what is kept and the classes, in px. */
const GAP = 32;

export function measuresFigure({ dataset, metrics }: MeasuresInput): string {
  const byClass = metrics.measures.filter(hasClasses);
  const others = metrics.measures.filter((measure) => !hasClasses(measure));
  return drawSheet({
    title: `${dataset.title}: what is kept, and how well`,
    subtitle: [
      'Each mark is a value, the bar through it its 95 % bootstrap interval where there is one.',
      '↑ more is better, ↓ less is. Not every axis begins at 0.',
      ...leftOutSentences(dataset),
    ].join(' '),
    description: [...others, ...byClass].map((measure) => describe(measure, metrics)).join('; '),
    draw: (top) => {
      const above = drawMeasureRows(others, metrics.spaces, top);
      const below = drawClassPanels(byClass, dataset, above.bottom + GAP);
      return { content: [...above.content, ...below.content], bottom: below.bottom };
    },
  });
}

function hasClasses({ values }: Measure): boolean {
  return values.some(({ perClass }) => perClass !== undefined);
}

function describe({ title, values }: Measure, { spaces }: Metrics): string {
  const told = spaces.flatMap((space) => {
    const found = values.find(({ space: name }) => name === space.name);
    return found ? [`${space.title} ${formatMeasured(found.value)}`] : [];
  });
  return `${title}: ${told.join(', ')}`;
}

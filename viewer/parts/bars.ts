import type { ClassCount } from '../data/classCounts.ts';
import type { Page } from '../data/load.ts';
import { element } from './elements.ts';

export interface Bar {
  /** Such as a class. */
  readonly name: string;
  /** CSS colour. */
  readonly colour: string;
  /** Length, 0 to 1 of what there is room for. */
  readonly share: number;
  /** The number that the bar stands for. */
  readonly text: string;
}

/** One row of a bar chart, an item of a list: name, bar and number; read out as name and number. */
export function bar({ name, colour, share, text }: Bar): HTMLLIElement {
  const fill = element('span', { class: 'fill' });
  fill.style.width = `${100 * share}%`;
  fill.style.background = colour;
  return element(
    'li',
    { class: 'bar-row' },
    element('span', { class: 'bar-name' }, name),
    element('span', { class: 'track', 'aria-hidden': 'true' }, fill),
    element('span', { class: 'bar-number' }, text),
  );
}

/**
 * How many images each class has; the longest bar takes all the room there is.
 *
 * @param counts the largest first
 * @param text what stands behind a bar
 */
export function classBars(
  { data }: Page,
  counts: readonly ClassCount[],
  text: (count: number) => string,
): HTMLLIElement[] {
  const { classNames, classColours } = data.dataset;
  return counts.map(({ label, count }) =>
    bar({
      name: classNames[label],
      colour: classColours[label],
      share: count / counts[0].count,
      text: text(count),
    }),
  );
}

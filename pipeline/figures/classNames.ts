/** The names of classes, written on their points. */
import { placeClassLabels } from './classLabels.ts';
import type { Dots } from './mapPanel.ts';
import { COLOURS, label } from './style.ts';
import { element, type Markup } from './svg.ts';

/** The points of a class, in px. */
interface NamedDots extends Dots {
  readonly name: string;
}

/** With more classes than this, their names on the map would hide it. */
const MOST_NAMED_CLASSES = 20;

/**
 * @param size type size, in px
 * @param width of the map, in px
 */
export function drawClassNames(
  classes: readonly NamedDots[],
  size: number,
  width: number,
): Markup[] {
  if (classes.length > MOST_NAMED_CLASSES) return [];
  const halo = {
    'font-size': size,
    'font-weight': 600,
    'text-anchor': 'middle',
    stroke: COLOURS.background,
    'stroke-width': 4,
    'stroke-linejoin': 'round',
    'paint-order': 'stroke',
  };
  const names = placeClassLabels(classes, size, width);
  return [element('g', halo, ...names.map(({ text, x, y }) => label(text, x, y + size / 3)))];
}

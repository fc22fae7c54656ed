/** Legend of classes: a dot (or a ring), the name, and how many points there are. */
import { COLOURS, fittedLabel, label, TYPE, type Drawing } from './style.ts';
import { element, type Markup } from './svg.ts';
import { formatCount, textWidth } from './text.ts';

export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly count: number;
  /** Drawn as a ring, not a dot. */
  readonly ring?: boolean;
}

/** Height of a row, in px. */
export const LEGEND_ROW = 22;

/** Width of the widest column, in px. */
const COLUMN = 170;

/** Space between columns, and between a name and its number, in px. */
const GAP = 28;
const NUMBER_GAP = 14;

/** From the left edge to the name, in px. */
const NAME_X = 20;

/** Width that a single column of entries takes, in px; longer names than it allows are cut. */
export function widthOfLegend(entries: readonly LegendEntry[]): number {
  const widths = entries.map(({ name, count }) => {
    const number = textWidth(formatCount(count), TYPE.label);
    return NAME_X + textWidth(name, TYPE.label) + NUMBER_GAP + number;
  });
  return Math.min(COLUMN, Math.ceil(Math.max(...widths)));
}

/** Draws entries in columns, top to bottom, as many as fit into `width` px. */
export function drawLegend(
  entries: readonly LegendEntry[],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): Drawing {
  // No wider than it needs, so that each number stands beside its name.
  const columnWidth = Math.min(width, widthOfLegend(entries));
  const columns = Math.max(1, Math.floor((width + GAP) / (columnWidth + GAP)));
  const rows = Math.ceil(entries.length / columns);
  const content = entries.map((entry, k) => {
    const left = x + Math.floor(k / rows) * (columnWidth + GAP);
    return drawEntry(entry, left, y + (k % rows) * LEGEND_ROW, columnWidth);
  });
  return { content, bottom: y + rows * LEGEND_ROW };
}

function drawEntry(
  { name, colour, count, ring = false }: LegendEntry,
  x: number,
  y: number,
  width: number,
): Markup {
  const number = formatCount(count);
  const room = width - NAME_X - textWidth(number, TYPE.label) - NUMBER_GAP;
  return element(
    'g',
    {},
    ring
      ? element('circle', {
          cx: x + 6,
          cy: y + 8,
          r: 4.5,
          fill: 'none',
          stroke: colour,
          'stroke-width': 3,
        })
      : element('circle', { cx: x + 6, cy: y + 8, r: 6, fill: colour }),
    fittedLabel(name, { x: x + NAME_X, y: y + 13, width: room }),
    label(number, x + width, y + 13, { fill: COLOURS.muted, 'text-anchor': 'end' }),
  );
}

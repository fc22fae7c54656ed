/** Several maps beside each other (small multiples), in the same colours. */
import {
  drawDots,
  drawFrame,
  fitToPlot,
  type Dots,
  type DotOrder,
  type PlotSize,
} from './mapPanel.ts';
import { COLOURS, CONTENT_WIDTH, fittedLabel, MARGIN, TYPE, type Drawing } from './style.ts';
import { decimal, element, type Markup } from './svg.ts';

export interface Panel<Group extends Dots = Dots> {
  /** Such as `t-SNE`. */
  readonly title: string;
  /** A line below it. */
  readonly subtitle: string;
  /** Points in the units of the map. */
  readonly groups: readonly Group[];
  /** What is drawn over the points, which it gets in px. */
  readonly above?: (fitted: readonly Group[], size: PlotSize) => Markup[];
}

/** Space between panels, in px. */
const GAP = 24;

/** Height of a panel's title and subtitle, in px. */
const HEAD = 46;

/** A map alone is as wide as the sheet, and so high. */
const HEIGHT_ALONE = 600;

/** From `top` (px) downwards. */
export function drawPanels<Group extends Dots>(
  panels: readonly Panel<Group>[],
  top: number,
  order?: DotOrder,
): Drawing {
  const columns = panelColumns(panels.length);
  const width = (CONTENT_WIDTH + GAP) / columns - GAP;
  const size = { width, height: columns === 1 ? HEIGHT_ALONE : width };
  const pitch = HEAD + size.height + GAP;
  const content = panels.map(({ title, subtitle, groups, above }, k): Markup => {
    const fitted = fitToPlot(groups, size);
    const x = MARGIN + (k % columns) * (width + GAP);
    const y = top + Math.floor(k / columns) * pitch;
    return element(
      'g',
      { transform: `translate(${decimal(x)} ${decimal(y)})` },
      fittedLabel(title, { x: 0, y: 15, width }, { 'font-size': 15, 'font-weight': 600 }),
      fittedLabel(
        subtitle,
        { x: 0, y: 34, width },
        { 'font-size': TYPE.small, fill: COLOURS.muted },
      ),
      element(
        'g',
        { transform: `translate(0 ${HEAD})` },
        drawFrame(size),
        drawDots(fitted, size, order),
        ...(above?.(fitted, size) ?? []),
      ),
    );
  });
  return { content, bottom: top + Math.ceil(panels.length / columns) * pitch - GAP };
}

/** At most three beside each other; four as two and two. */
function panelColumns(count: number): number {
  return count === 4 ? 2 : Math.min(3, count);
}

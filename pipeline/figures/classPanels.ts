/** Measures by class: one panel a measure, next to each other, a dot for each class, and a line at the mean of all images. */
import { scaleLinear } from 'd3-scale';
import type { Measure } from '../contract.ts';
import type { Dataset } from '../images.ts';
import { markedClassNames } from './leftOut.ts';
import { measureTitle } from './measureTitle.ts';
import { classColours } from './palette.ts';
import {
  COLOURS,
  CONTENT_WIDTH,
  fittedLabel,
  label,
  LINE,
  MARGIN,
  TYPE,
  type Drawing,
} from './style.ts';
import { element, type Markup } from './svg.ts';
import { formatMeasured, textWidth } from './text.ts';

/** Height of a class's row, in px. */
const ROW = 20;

/** Narrowest and widest column of class names with the space after them, in px. */
const NAMES = { least: 80, most: 220, gap: 16 } as const;

/** Between panels, in px. */
const GAP = 24;

/** Numbers on the axis of a panel, about. */
const TICKS = 4;

/** From the edge of a panel to the ends of its axis, in px. */
const PADDING = 16;

const MUTED = { fill: COLOURS.muted, 'font-size': TYPE.small } as const;

/** @param measures with values by class */
export function drawClassPanels(
  measures: readonly Measure[],
  dataset: Pick<Dataset, 'classNames' | 'leftOut'>,
  top: number,
): Drawing {
  const names = markedClassNames(dataset);
  const widest = Math.max(...names.map((name) => textWidth(name, TYPE.label)));
  const column = Math.min(NAMES.most, Math.max(NAMES.least, widest + NAMES.gap));
  const width = (CONTENT_WIDTH - column + GAP) / Math.max(1, measures.length);
  const rows = top + 2 * LINE + 12;
  const bottom = rows + names.length * ROW;
  const labels = names.map((name, c) => {
    const place = { x: MARGIN, y: rows + (c + 0.5) * ROW + 4, width: column - NAMES.gap };
    return fittedLabel(name, place);
  });
  const panels = measures.flatMap((measure, m) => {
    const left = MARGIN + column + m * width;
    return drawPanel(measure, { left, right: left + width - GAP, top, rows, bottom });
  });
  return {
    content: [
      ...drawBand(dataset.leftOut, rows),
      label('Class', MARGIN, top + 12, { 'font-weight': 600 }),
      ...labels,
      ...panels,
    ],
    bottom: bottom + 24,
  };
}

/** Behind the row of the class that training has not seen. */
function drawBand(leftOut: number | undefined, rows: number): Markup[] {
  if (leftOut === undefined) return [];
  const y = rows + leftOut * ROW;
  const place = { x: MARGIN, y, width: CONTENT_WIDTH, height: ROW };
  return [element('rect', { ...place, rx: 4, fill: COLOURS.faint, 'fill-opacity': 0.6 })];
}

/** Where a panel lies, in px; its rows begin at `rows`. */
interface Panel {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly rows: number;
  readonly bottom: number;
}

function drawPanel(measure: Measure, { left, right, top, rows, bottom }: Panel): Markup[] {
  const [overall] = measure.values;
  const perClass = overall.perClass ?? [];
  const shown = [overall.value, ...perClass.filter((value) => value !== null)];
  const x = scaleLinear([Math.min(...shown), Math.max(...shown)], [left + PADDING, right - PADDING])
    // So that the outermost dots stand between numbers.
    .nice(TICKS);
  const format = x.tickFormat(TICKS);
  const ticks = x
    .ticks(TICKS)
    .flatMap((tick) => [
      element('line', { x1: x(tick), x2: x(tick), y1: rows, y2: bottom, stroke: COLOURS.faint }),
      label(format(tick), x(tick), bottom + 16, { ...MUTED, 'text-anchor': 'middle' }),
    ]);
  const dots = perClass.flatMap((value, c) => {
    const y = rows + (c + 0.5) * ROW;
    const line = element('line', { x1: left, x2: right, y1: y, y2: y, stroke: COLOURS.faint });
    if (value === null) return [line];
    return [line, element('circle', { cx: x(value), cy: y, r: 4.5, fill: classColours(1)[0] })];
  });
  const mean = {
    x1: x(overall.value),
    x2: x(overall.value),
    y1: rows,
    y2: bottom,
    stroke: COLOURS.muted,
    'stroke-dasharray': '3 3',
  };
  const unit = measure.unit === '1' ? '' : ` ${measure.unit}`;
  return [
    label(measureTitle(measure), left, top + 12, { 'font-weight': 600 }),
    label(`mean ${formatMeasured(overall.value)}${unit}`, left, top + 12 + LINE, MUTED),
    ...ticks,
    element('line', mean),
    ...dots,
  ];
}

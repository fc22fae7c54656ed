/** Axes of a plot: a line, tick labels, faint grid lines, and a title with the unit. */
import type { ScaleLinear, ScaleLogarithmic } from 'd3-scale';
import { COLOURS, label, TYPE } from './style.ts';
import { element, type Markup } from './svg.ts';
import { formatNumber } from './text.ts';

/** Where a plot lies (px), and how its data become px. */
export interface Plot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly xScale: ScaleLinear<number, number>;
  readonly yScale: ScaleLinear<number, number> | ScaleLogarithmic<number, number>;
  readonly logarithmic: boolean;
}

/** Labelled lines at most across a plot, so that neither axis gets crowded. */
const TICKS = { x: 10, y: 6 } as const;

export function drawAxes(plot: Plot, titles: { readonly x: string; readonly y: string }): Markup[] {
  const { x, y, width, height, xScale, logarithmic } = plot;
  const bottom = y + height;
  const muted = { fill: COLOURS.muted, 'font-size': TYPE.small };
  const rows = yTicks(plot).flatMap(({ value, at }) => [
    element('line', { x1: x, x2: x + width, y1: at, y2: at, stroke: COLOURS.faint }),
    label(formatNumber(value), x - 10, at + 4, { ...muted, 'text-anchor': 'end' }),
  ]);
  const columns = xScale
    .ticks(TICKS.x)
    .filter(Number.isInteger)
    .flatMap((value) => [
      element('line', {
        x1: xScale(value),
        x2: xScale(value),
        y1: bottom,
        y2: bottom + 5,
        stroke: COLOURS.muted,
      }),
      label(String(value), xScale(value), bottom + 20, { ...muted, 'text-anchor': 'middle' }),
    ]);
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return [
    ...rows,
    element('line', { x1: x, x2: x + width, y1: bottom, y2: bottom, stroke: COLOURS.muted }),
    ...columns,
    label(titles.x, middleX, bottom + 42, { 'text-anchor': 'middle' }),
    label(logarithmic ? `${titles.y} (log scale)` : titles.y, 0, 0, {
      'text-anchor': 'middle',
      transform: `translate(${x - 52} ${middleY}) rotate(-90)`,
    }),
  ];
}

/**
 * Values to label on the y axis. A log scale gives every 1 … 9 of each decade: of them those that
 * begin with 1, or with 1, 2 or 5 where the decades are few.
 */
function yTicks({ yScale, logarithmic }: Plot): { value: number; at: number }[] {
  const all = yScale.ticks(TICKS.y);
  const leading = (value: number) => Number(value.toExponential(0).charAt(0));
  const starting = (digits: readonly number[]) => all.filter((v) => digits.includes(leading(v)));
  const tens = starting([1]);
  const values = !logarithmic ? all : tens.length > 4 ? tens : starting([1, 2, 5]);
  return values.map((value) => ({ value, at: yScale(value) }));
}

/** The points of a map in a frame, however many colours they have: what all figures of maps are made of. */
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { Place } from './classLabels.ts';
import { COLOURS } from './style.ts';
import { decimal, element, type Markup } from './svg.ts';

/** Points of one colour. */
export interface Dots {
  readonly colour: string;
  readonly points: readonly Place[];
}

/** Of a plot, in px. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** Distance of the plot's frame to the nearest point, as a share of its shorter side. */
const PADDING = 0.027;

/** Points are drawn in so many turns, all colours in each, so that no colour covers the others. */
const TURNS = 8;

/** Share of a plot that its dots would cover if none lay on another. */
const COVERED = 0.147;

/** Moves points from the map to the plot: one scale for both directions, y upwards, centred. */
export function fitToPlot<Group extends Dots>(
  groups: readonly Group[],
  { width, height }: PlotSize,
): Group[] {
  const all = groups.flatMap(({ points }) => points);
  const [left = 0, right = 0] = extent(all, ({ x }) => x);
  const [low = 0, high = 0] = extent(all, ({ y }) => y);
  const padding = PADDING * Math.min(width, height);
  const spread = Math.max(
    (right - left) / (width - 2 * padding),
    (high - low) / (height - 2 * padding),
  );
  // All points in one place: any scale shows it.
  const unit = spread > 0 ? spread : 1;
  const [middleX, middleY] = [(left + right) / 2, (low + high) / 2];
  const x = scaleLinear([middleX, middleX + unit], [width / 2, width / 2 + 1]);
  const y = scaleLinear([middleY, middleY + unit], [height / 2, height / 2 - 1]);
  return groups.map((group) => ({
    ...group,
    points: group.points.map((point) => ({ x: x(point.x), y: y(point.y) })),
  }));
}

export function drawFrame({ width, height }: PlotSize): Markup {
  return element('rect', {
    x: 0.5,
    y: 0.5,
    width: width - 1,
    height: height - 1,
    rx: 6,
    fill: 'none',
    stroke: COLOURS.faint,
  });
}

/** Whether all colours are drawn in turn, or each above those before it. */
export type DotOrder = 'in turn' | 'above';

/** The points, which lie in the plot, as dots. */
export function drawDots(
  groups: readonly Dots[],
  { width, height }: PlotSize,
  order: DotOrder = 'in turn',
): Markup {
  const count = groups.reduce((sum, { points }) => sum + points.length, 0);
  const size = Math.sqrt((COVERED * width * height) / count) * (2 / Math.sqrt(Math.PI));
  const turns = order === 'in turn' ? TURNS : 1;
  const paths = Array.from({ length: turns }, (_, turn) =>
    groups.flatMap(({ colour, points }) =>
      drawPath(
        colour,
        points.filter((_, k) => k % turns === turn),
      ),
    ),
  );
  return element(
    'g',
    {
      fill: 'none',
      'stroke-width': Math.min(9, Math.max(1, size)),
      'stroke-linecap': 'round',
      'stroke-opacity': 0.8,
    },
    ...paths.flat(),
  );
}

/** Each point is a line of length zero with round ends, that is a dot. */
function drawPath(colour: string, points: readonly Place[]): Markup[] {
  if (points.length === 0) return [];
  const d = points.map(({ x, y }) => `M${decimal(x)} ${decimal(y)}h0`).join('');
  return [element('path', { stroke: colour, d })];
}

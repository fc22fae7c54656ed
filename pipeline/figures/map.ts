/** Figure: the map of the latents, one point an image, coloured by class. */
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { Dataset } from '../images.ts';
import { placeClassLabels, type Place } from './classLabels.ts';
import { expectValues } from './latentPictures.ts';
import { drawLegend, LEGEND_ROW, widthOfLegend, type LegendEntry } from './legend.ts';
import { classColours } from './palette.ts';
import { COLOURS, CONTENT_WIDTH, drawSheet, label, MARGIN, type Drawing } from './style.ts';
import { decimal, element, type Markup } from './svg.ts';
import { formatCount } from './text.ts';

export interface MapInput {
  readonly dataset: Pick<Dataset, 'title' | 'classNames'>;
  /** Such as `t-SNE` and `perplexity 30, 1,000 iterations`. */
  readonly projection: { readonly name: string; readonly settings: string };
  /** N × 2: x then y; units without meaning. Points that are not finite are left out. */
  readonly positions: Float32Array;
  /** Class of each point. */
  readonly labels: Int32Array;
}

/** Height of the plot, in px; its width is what the legend leaves. */
const PLOT_HEIGHT = 600;

/** Space between the plot and its legend, in px. */
const GAP = 32;

/** Distance of the plot's frame to the nearest point, in px. */
const PADDING = 16;

/** A legend of more rows than fit beside the plot goes below it. */
const MOST_ROWS_BESIDE = Math.floor(PLOT_HEIGHT / LEGEND_ROW);

/** With more classes than this, their names on the map would hide it. */
const MOST_NAMED_CLASSES = 20;

const CLASS_NAME_SIZE = 17;

/** Points are drawn in so many turns, all classes in each, so that no class covers the others. */
const TURNS = 8;

interface ClassPoints {
  readonly name: string;
  readonly colour: string;
  readonly points: Place[];
}

/** @throws RangeError if there is not one position for each label */
export function mapFigure(input: MapInput): string {
  const { dataset, projection, labels } = input;
  const classes = readClasses(input);
  const drawn = classes.reduce((sum, { points }) => sum + points.length, 0);
  const missing = labels.length - drawn;
  const entries = classes.map(({ name, colour, points }) => ({
    name,
    colour,
    count: points.length,
  }));
  return drawSheet({
    title: `Map of ${formatCount(drawn)} ${dataset.title} latents`,
    subtitle: [
      `${projection.name}, ${projection.settings}`,
      'each point is an image; near points have similar latents',
      ...(missing > 0 ? [`${formatCount(missing)} points without a finite position left out`] : []),
    ].join(' · '),
    description: `A scatter plot of ${formatCount(drawn)} points in ${classes.length} classes: ${classes.map(({ name }) => name).join(', ')}.`,
    draw: (top) => drawMap(classes, entries, drawn, top),
  });
}

function drawMap(
  classes: readonly ClassPoints[],
  entries: readonly LegendEntry[],
  count: number,
  top: number,
): Drawing {
  const beside = classes.length <= MOST_ROWS_BESIDE;
  const legendWidth = beside ? widthOfLegend(entries) : CONTENT_WIDTH;
  const width = beside ? CONTENT_WIDTH - GAP - legendWidth : CONTENT_WIDTH;
  const place = `translate(${decimal(MARGIN)} ${decimal(top)})`;
  const frame = element('rect', {
    x: 0.5,
    y: 0.5,
    width: width - 1,
    height: PLOT_HEIGHT - 1,
    rx: 6,
    fill: 'none',
    stroke: COLOURS.faint,
  });
  const fitted = fitClasses(classes, width);
  const names = classes.length <= MOST_NAMED_CLASSES ? drawNames(fitted, width) : [];
  const plot = element('g', { transform: place }, frame, ...drawPoints(fitted, count), ...names);
  const legend = drawLegend(entries, {
    x: beside ? MARGIN + width + GAP : MARGIN,
    y: beside ? top : top + PLOT_HEIGHT + GAP,
    width: legendWidth,
  });
  return {
    content: [plot, ...legend.content],
    bottom: Math.max(top + PLOT_HEIGHT, legend.bottom),
  };
}

/** Points of each class, in the units of the map. */
function readClasses({ dataset, positions, labels }: MapInput): ClassPoints[] {
  expectValues('positions', positions, labels.length, 2);
  const colours = classColours(dataset.classNames.length);
  const classes = dataset.classNames.map((name, k): ClassPoints => {
    return { name, colour: colours[k], points: [] };
  });
  for (let k = 0; k < labels.length; k++) {
    const [x, y] = [positions[2 * k], positions[2 * k + 1]];
    if (Number.isFinite(x) && Number.isFinite(y)) classes[labels[k]].points.push({ x, y });
  }
  return classes;
}

/** Moves points from the map to the plot: one scale for both directions, y upwards, centred. */
function fitClasses(classes: readonly ClassPoints[], width: number): ClassPoints[] {
  const all = classes.flatMap(({ points }) => points);
  const [left = 0, right = 0] = extent(all, ({ x }) => x);
  const [low = 0, high = 0] = extent(all, ({ y }) => y);
  const inner = { width: width - 2 * PADDING, height: PLOT_HEIGHT - 2 * PADDING };
  const spread = Math.max((right - left) / inner.width, (high - low) / inner.height);
  // All points in one place: any scale shows it.
  const unit = spread > 0 ? spread : 1;
  const [middleX, middleY] = [(left + right) / 2, (low + high) / 2];
  const x = scaleLinear([middleX, middleX + unit], [width / 2, width / 2 + 1]);
  const y = scaleLinear([middleY, middleY + unit], [PLOT_HEIGHT / 2, PLOT_HEIGHT / 2 - 1]);
  return classes.map((one) => ({
    ...one,
    points: one.points.map((point) => ({ x: x(point.x), y: y(point.y) })),
  }));
}

/** One path a class and turn; each point is a line of length zero with round ends, that is a dot. */
function drawPoints(classes: readonly ClassPoints[], count: number): Markup[] {
  const style = {
    fill: 'none',
    'stroke-width': Math.min(9, Math.max(1.5, 280 / Math.sqrt(count))),
    'stroke-linecap': 'round',
    'stroke-opacity': 0.8,
  };
  const turns = Array.from({ length: TURNS }, (_, turn) =>
    classes.flatMap(({ colour, points }) => {
      const dots = points.filter((_, k) => k % TURNS === turn);
      if (dots.length === 0) return [];
      const d = dots.map(({ x, y }) => `M${decimal(x)} ${decimal(y)}h0`).join('');
      return [element('path', { stroke: colour, d })];
    }),
  );
  return [element('g', style, ...turns.flat())];
}

function drawNames(classes: readonly ClassPoints[], width: number): Markup[] {
  const halo = {
    'font-size': CLASS_NAME_SIZE,
    'font-weight': 600,
    'text-anchor': 'middle',
    stroke: COLOURS.background,
    'stroke-width': 4,
    'stroke-linejoin': 'round',
    'paint-order': 'stroke',
  };
  const names = placeClassLabels(classes, CLASS_NAME_SIZE, width);
  return [
    element('g', halo, ...names.map(({ text, x, y }) => label(text, x, y + CLASS_NAME_SIZE / 3))),
  ];
}

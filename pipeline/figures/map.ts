/** Figure: the map of the latents, one point an image, coloured by class. */
import type { PageMap } from '../contract.ts';
import type { Dataset } from '../images.ts';
import type { Place } from './classLabels.ts';
import { drawClassNames } from './classNames.ts';
import { expectValues } from './latentPictures.ts';
import { leftOutSentences, markedClassNames } from './leftOut.ts';
import { drawLegend, LEGEND_ROW, widthOfLegend, type LegendEntry } from './legend.ts';
import { drawDots, drawFrame, drawRings, fitToPlot, type Dots } from './mapPanel.ts';
import { classColours } from './palette.ts';
import { COLOURS, CONTENT_WIDTH, drawSheet, MARGIN, type Drawing } from './style.ts';
import { decimal, element } from './svg.ts';
import { formatCount } from './text.ts';

export interface MapInput {
  readonly dataset: Pick<Dataset, 'title' | 'classNames' | 'leftOut'>;
  readonly map: Pick<PageMap, 'title' | 'settings'>;
  /** N × 2: x then y; units without meaning. Points that are not finite are left out. */
  readonly positions: Float32Array;
  /** Class of each point. */
  readonly labels: Int32Array;
  /** Images that the map was not made of, placed on it; the first so many of them are drawn as rings. */
  readonly placed: { readonly positions: Float32Array; readonly labels: Int32Array };
}

/** At most one ring for so many dots: more would hide the map below them. */
const DOTS_TO_A_RING = 8;

/** Height of the plot, in px; its width is what the legend leaves. */
const PLOT_HEIGHT = 600;

/** Space between the plot and its legend, in px. */
const GAP = 32;

/** A legend of more rows than fit beside the plot goes below it. */
const MOST_ROWS_BESIDE = Math.floor(PLOT_HEIGHT / LEGEND_ROW);

/** Type size of the names on the map, in px. */
const CLASS_NAME_SIZE = 17;

/** The points of a class. */
export interface ClassPoints extends Dots {
  readonly name: string;
}

/** @throws RangeError if there is not one position for each label */
export function mapFigure(input: MapInput): string {
  const { dataset, map, positions, labels } = input;
  expectValues('positions', positions, labels.length, 2);
  const classes = classPoints(dataset, positions, labels);
  const drawn = classes.reduce((sum, { points }) => sum + points.length, 0);
  const missing = labels.length - drawn;
  const rings = Math.min(Math.ceil(drawn / DOTS_TO_A_RING), input.placed.labels.length);
  const placed = classPoints(
    dataset,
    input.placed.positions.subarray(0, 2 * rings),
    input.placed.labels.subarray(0, rings),
  );
  return drawSheet({
    title: `${dataset.title}: map of ${formatCount(drawn)} latents`,
    subtitle: [
      `${map.title}, ${map.settings}`,
      'each dot is a training image',
      ...(rings > 0 ? [placedSentence(rings, input.placed.labels.length)] : []),
      ...(missing > 0 ? [`${formatCount(missing)} points without a finite position left out`] : []),
      ...leftOutSentences(dataset),
    ].join(' · '),
    description: `A scatter plot of ${formatCount(drawn)} points in ${classes.length} classes: ${classes.map(({ name }) => name).join(', ')}.`,
    draw: (top) => drawMap(classes, countedEntries(dataset, classes), placed, top),
  });
}

function placedSentence(rings: number, count: number): string {
  const some =
    rings < count ? `${formatCount(rings)} of ${formatCount(count)}` : formatCount(count);
  return `rings: ${some} test images, placed afterwards${rings < count ? ' (all would hide the map)' : ''}`;
}

function drawMap(
  classes: readonly ClassPoints[],
  counted: readonly LegendEntry[],
  placed: readonly ClassPoints[],
  top: number,
): Drawing {
  const entries = [...counted, ...ringEntry(placed)];
  const beside = classes.length <= MOST_ROWS_BESIDE;
  const legendWidth = beside ? widthOfLegend(entries) : CONTENT_WIDTH;
  const width = beside ? CONTENT_WIDTH - GAP - legendWidth : CONTENT_WIDTH;
  const size = { width, height: PLOT_HEIGHT };
  const place = `translate(${decimal(MARGIN)} ${decimal(top)})`;
  const both = fitToPlot([...classes, ...placed], size);
  const [fitted, rings] = [both.slice(0, classes.length), both.slice(classes.length)];
  const plot = element(
    'g',
    { transform: place },
    drawFrame(size),
    drawDots(fitted, size),
    drawRings(rings, fitted, size),
    ...drawClassNames(fitted, CLASS_NAME_SIZE, width),
  );
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

/** Points of each class, in the units of the map; those that are not finite are left out. */
export function classPoints(
  { classNames }: Pick<Dataset, 'classNames'>,
  positions: Float32Array,
  labels: Int32Array,
): ClassPoints[] {
  const colours = classColours(classNames.length);
  const classes = classNames.map((name, k) => {
    return { name, colour: colours[k], points: [] as Place[] };
  });
  for (let k = 0; k < labels.length; k++) {
    const [x, y] = [positions[2 * k], positions[2 * k + 1]];
    if (Number.isFinite(x) && Number.isFinite(y)) classes[labels[k]].points.push({ x, y });
  }
  return classes;
}

/** For the legend. */
export function countedEntries(
  dataset: Pick<Dataset, 'classNames' | 'leftOut'>,
  classes: readonly ClassPoints[],
): LegendEntry[] {
  const names = markedClassNames(dataset);
  return classes.map(({ colour, points }, c) => ({ name: names[c], colour, count: points.length }));
}

/** What the rings are; nothing where there are none. */
function ringEntry(placed: readonly ClassPoints[]): LegendEntry[] {
  const count = placed.reduce((sum, { points }) => sum + points.length, 0);
  return count > 0 ? [{ name: 'placed', colour: COLOURS.muted, count, ring: true }] : [];
}
